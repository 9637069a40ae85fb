"""The agreements that sites share: read by the others of the programme, and begun from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import me, requires
from blueprints._shared.rounds import ActForm
from blueprints._shared.saving import saving
from blueprints._shared.speech import language, say
from blueprints.agreement.room import bp
from blueprints.agreement.starting import START
from coopspace.agreement import reading, starting
from coopspace.agreement.content import Clause, Content, Item
from coopspace.agreement.questions import by_code
from coopspace.agreement.rules import SECTION_OF, Said, Section, kind_of
from coopspace.compare import agreements
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.live.formats import Block
from coopspace.sites.model import Programme, Site

SHARED = "/dispositifs/<slug:programme>/ententes"


@dataclass(frozen=True)
class Beside:
    """A clause of theirs, the words of ours, and whether it may be taken."""

    theirs: Clause
    ours: tuple[Block, ...]
    free: bool


@dataclass(frozen=True)
class Part:
    """A part of theirs, and whether it may be taken."""

    item: Item[Said]
    kind: str
    free: bool


@dataclass(frozen=True)
class Compared:
    """A section of both agreements."""

    section: Section
    clauses: Sequence[Beside]
    parts: Sequence[Part]

    @property
    def free(self) -> bool:
        """Something of it may be taken."""
        return any(one.free for one in self.clauses) or any(one.free for one in self.parts)


@bp.get(SHARED)
@requires(Permission.PROGRAMME_COMPARE)
def shared_agreements(programme: Programme) -> ResponseReturnValue:
    """The sites of the programme that share their agreement."""
    found = agreements.sharing(db.session(), programme)
    return render_template("agreement/shared.html", programme=programme, sites=found)


@bp.get(f"{SHARED}/<slug:from_site>")
@requires(Permission.PROGRAMME_COMPARE)
def shared_agreement(programme: Programme, from_site: str) -> ResponseReturnValue:
    """The agreement of a site, as it tells it to the others."""
    found = agreements.shared(db.session(), programme, slug=from_site, language=language())
    return render_template("agreement/shared_one.html", programme=programme, shared=found)


@bp.route(f"{START}/sites/<slug:from_site>", methods=["GET", "POST"])
@requires(Permission.AGREEMENT_EDIT)
def borrow(site: Site, from_site: str) -> ResponseReturnValue:
    """Another site's agreement beside ours, clause by clause: tick what to take."""
    found = _shared(site, from_site)
    form = ActForm()
    ticked = request.form.getlist("take")
    if form.validate_on_submit():
        try:
            with saving() as session:
                found = _shared(site, from_site)
                starting.take(
                    session,
                    site,
                    source=found.text.content,
                    name=found.site.name,
                    codes=ticked,
                    refs=ticked,
                    by=me(),
                )
        except Refusal as refusal:
            say(refusal, form)
        else:
            flash(
                _("It stands in our agreement now. It can be taken back where it came in."),
                "success",
            )
            return redirect(url_for(".show", site=site.slug), code=303)
    ours = reading.agreement(db.session())
    compared = _compared(ours.content, found.text.content)
    return render_template(
        "agreement/borrow.html",
        site=site,
        shared=found,
        compared=compared,
        any_free=any(one.free for one in compared),
        form=form,
        ticked=ticked,
        agreement=ours,
    )


def _shared(site: Site, slug: str) -> agreements.SharedAgreement:
    """What another site of the programme shares at this very moment. Raises NotFound."""
    if slug == site.slug:
        raise NotFound
    return agreements.shared(db.session(), site.programme, slug=slug, language=language())


def _compared(ours: Content, theirs: Content) -> list[Compared]:
    words: Mapping[str, tuple[Block, ...]] = {one.code: one.blocks for one in ours.clauses}
    clauses = {one.code for one in starting.missing_clauses(ours, theirs)}
    parts = {one.ref for one in starting.missing_parts(ours, theirs)}
    return [
        Compared(
            section,
            [
                Beside(one, words.get(one.code, ()), one.code in clauses)
                for one in theirs.of_section(section)
                if one.blocks and one.code in by_code()
            ],
            [
                Part(one, kind_of(one.said), one.ref in parts)
                for one in starting.beside(theirs)
                if SECTION_OF[kind_of(one.said)] is section
            ],
        )
        for section in Section
    ]
