"""What concerns me, in all my sites: the page of notices, marking them as read, my choices."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.gate import me, signed_in
from blueprints._shared.saving import saving
from blueprints._shared.speech import language
from blueprints._shared.texts import number
from blueprints.notices.forms import ChoiceForm, ReadForm
from blueprints.notices.room import HOME, bp
from coopspace.extensions import db
from coopspace.kernel.refusal import NotFound
from coopspace.notices import actions, reading
from coopspace.notices.kinds import KINDS
from coopspace.notices.reading import Group, Line, Wish
from coopspace.notices.rules import SENTENCES
from coopspace.sites import access
from coopspace.sites.model import Site

EVERY = "tous"


@dataclass(frozen=True)
class Filter:
    """A way of looking, and how many unread notices it shows (None: it shows them all)."""

    label: str
    href: str
    count: int | None
    current: bool


@bp.get(HOME)
@signed_in
def index() -> ResponseReturnValue:
    """The notices that I may still read, by thing, the latest first."""
    session, wish = db.session(), _wish()
    places = access.everywhere(session, me())
    if wish.site and wish.site not in {site.slug for site, _place in places}:
        raise NotFound
    found = reading.page(session, me(), places, wish, language=language())
    counts = reading.how_many(session, me(), places)
    waiting = sum(counts.get(site.id, 0) for site, _place in places if wish.site in ("", site.slug))
    return render_template(
        "notices/index.html",
        found=found,
        wish=wish,
        waiting=waiting,
        which=list(_which(wish, waiting)),
        sites=list(_sites(wish, [site for site, _place in places], counts)),
        form=ReadForm(data=_kept(wish)),
        title_of=_title,
        sentence_of=lambda line: _sentence(line, found.names),
        address_of=_address,
        newer=_href(wish, page=wish.page - 1) if wish.page > 1 else "",
        older=_href(wish, page=wish.page + 1) if found.more else "",
        has_sites=bool(places),
    )


@bp.post(f"{HOME}/lus")
@signed_in
def read() -> ResponseReturnValue:
    """Some of them are read, or all: then one comes back to where one was."""
    form = ReadForm()
    site = _site_of(form.site.data or "")
    if form.site.data and site is None:
        raise NotFound
    with saving() as session:
        if form.all.data:
            count = actions.read_all(session, me(), site_id=site.id if site else None)
        else:
            count = actions.read(session, me(), ids=form.ids())
    if count:
        flash(ngettext("%(num)s notice is read.", "%(num)s notices are read.", count), "success")
    back = {"site": site.slug if site else None, "voir": EVERY if form.every.data else None}
    return redirect(url_for(".index", **back), code=303)  # type: ignore[arg-type]


@bp.route(f"{HOME}/reglages", methods=["GET", "POST"])
@signed_in
def choose() -> ResponseReturnValue:
    """How I wish to be written to."""
    chosen = actions.choice_of(db.session(), me())
    form = ChoiceForm(data={"at_once": chosen.at_once, "rhythm": chosen.rhythm.value})
    if form.validate_on_submit():
        with saving() as session:
            actions.choose(session, me(), form.choice())
        flash(_("Kept."), "success")
        return redirect(url_for(".choose"), code=303)
    return render_template("notices/choose.html", form=form, person=me())


def _wish() -> Wish:
    return Wish(
        unread=request.args.get("voir", "") != EVERY,
        site=request.args.get("site", ""),
        page=max(1, min(number(request.args.get("page", "1")), 10_000)),
    )


def _href(wish: Wish, **changed: Any) -> str:
    asked: dict[str, Any] = {
        "voir": "" if wish.unread else EVERY,
        "site": wish.site,
        **changed,
    }
    return url_for(".index", **{name: value or None for name, value in asked.items()})


def _which(wish: Wish, waiting: int) -> list[Filter]:
    return [
        Filter(_("Unread"), _href(wish, voir=""), waiting, wish.unread),
        Filter(_("All of them"), _href(wish, voir=EVERY), None, not wish.unread),
    ]


def _sites(wish: Wish, sites: list[Site], counts: Any) -> list[Filter]:
    """One way for each site, where there are several."""
    if len(sites) < 2:
        return []
    everywhere = Filter(_("All my sites"), _href(wish, site=""), None, not wish.site)
    return [everywhere] + [
        Filter(one.name, _href(wish, site=one.slug), counts.get(one.id, 0), wish.site == one.slug)
        for one in sites
    ]


def _kept(wish: Wish) -> dict[str, str]:
    return {"site": wish.site, "every": "" if wish.unread else "1"}


def _site_of(slug: str) -> Site | None:
    """A site of mine; of any other word, none."""
    places = access.everywhere(db.session(), me()) if slug else []
    return next((site for site, _place in places if site.slug == slug), None)


def _title(group: Group) -> str:
    """How the thing is called; by its kind when it has no name."""
    label = str(_(KINDS[group.kind].label))
    if group.found is None or group.found.title:
        return group.found.title if group.found else label
    code = KINDS[group.kind].code(group.found)
    return f"{label} ({code})" if code else label


def _sentence(line: Line, names: Any) -> str:
    who = names[line.by].name if line.by in names else _("someone who has left")
    return str(_(SENTENCES[line.what], who=who))


def _address(group: Group, line: Line) -> str:
    found = group.leads_to(line)
    return url_for(found[0], **found[1]) if found else ""  # type: ignore[arg-type]
