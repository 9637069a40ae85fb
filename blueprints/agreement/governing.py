"""Choosing what a clause, or something settled beside the text, governs: changes and relations."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.formatters import held
from blueprints._shared.gate import me, requires
from blueprints._shared.governed import heading_of
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import sentence
from blueprints.agreement.room import CLAUSE, PART, bp
from coopspace.agreement import clauses, governed, governing, parts, reading
from coopspace.agreement.content import Governed
from coopspace.agreement.questions import by_code
from coopspace.changes.rules import LEVEL_PLURALS, Level, parse_code
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.sites.model import Site

MOST = 150
"""The relations that one page offers; the others are found by a name."""
MOST_WORDS = 80
MOST_TICKED = 400
Groups = list[tuple[str, Sequence[Governed]]]


@bp.route(f"{CLAUSE}/concerne", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def clause_governs(site: Site, clause: str) -> ResponseReturnValue:
    """Name the changes and the relations that a clause governs."""
    if clause not in by_code() and clauses.clause_of(db.session(), clause) is None:
        raise NotFound
    return _page(
        site,
        holder=clause,
        name=heading_of(clause),
        here=url_for(".clause_governs", site=site.slug, clause=clause),
        back=url_for(".show", site=site.slug, _anchor=clause),
    )


@bp.route(f"{PART}/concerne", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def part_governs(site: Site, part: str) -> ResponseReturnValue:
    """Name what a place, a rule, a message or a talent governs."""
    session = db.session()
    told = parts.history(session, parts.part_of(session, part))[0]
    if told.ended:
        raise NotFound
    return _page(
        site,
        holder=part,
        name=reading.called(session, [told])[part],
        here=url_for(".part_governs", site=site.slug, part=part),
        back=url_for(".part", site=site.slug, part=part),
    )


def _page(site: Site, *, holder: str, name: str, here: str, back: str) -> ResponseReturnValue:
    form = ActForm()
    if form.validate_on_submit():
        try:
            _keep(site, holder)
        except Refusal as refusal:
            flash(sentence(refusal), "refusal")
        else:
            return redirect(back, code=303)
    session = db.session()
    standing = governed.governs(session).get(holder, ())
    named = [governed.key(one) for one in standing]
    words = request.args.get("q", "")[:MOST_WORDS].strip()
    offer = governed.sifted(governed.offered(session), words)
    relations = [one for one in offer.relations if governed.key(one) not in named]
    return render_template(
        "agreement/governing.html",
        site=site,
        form=form,
        name=name,
        here=here,
        back=back,
        words=words,
        named=named,
        standing=standing,
        governed_key=governed.key,
        changes=_by_level(one for one in offer.changes if one.change not in named),
        relations=_found(relations[:MOST]) if words else _by_organisation(relations[:MOST]),
        more=max(0, len(relations) - MOST),
    )


def _keep(site: Site, holder: str) -> None:
    """What was ticked is named, what was un-ticked is no longer; the rest is left as it is."""
    ticked = dict.fromkeys(request.form.getlist("about")[:MOST_TICKED])
    was = dict.fromkeys(request.form.getlist("was")[:MOST_TICKED])
    with saving() as session:
        for about in ticked:
            if about not in was:
                governing.name(session, site, holder=holder, about=about, by=me())
        for about in was:
            if about not in ticked:
                governing.unname(session, site, holder=holder, about=about, by=me())


def _by_level(some: Iterable[Governed]) -> Groups:
    groups = groupby(some, key=lambda one: _level(one.change))
    return [(str(_(LEVEL_PLURALS[level])), [*those]) for level, those in groups]


def _level(code: str) -> Level:
    parsed = parse_code(code)
    assert parsed is not None
    return parsed[0]


def _by_organisation(some: Iterable[Governed]) -> Groups:
    """Each relation once, under the first of its two names."""
    groups = groupby(some, key=lambda one: one.ends[0])
    return [(str(_("Relations of %(name)s", name=held(name))), [*those]) for name, those in groups]


def _found(some: Sequence[Governed]) -> Groups:
    """Those that answer a search are few: they need no folding."""
    return [(str(_("Relations")), some)] if some else []
