"""One agenda over the sites that somebody follows, in order of time."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.formatters import hour
from blueprints._shared.gate import over_sites, reached
from blueprints._shared.speech import language
from blueprints.facilitation.room import (
    AGENDA,
    ROUND_PAGES,
    Names,
    bp,
    kind_name,
    name_of,
    role_short,
    round_name,
)
from blueprints.facilitation.views import asked, programmes_of, sifted
from coopspace import method
from coopspace.accounts import people
from coopspace.calendar.rules import Kind as EventKind
from coopspace.extensions import db
from coopspace.facilitation import agenda
from coopspace.facilitation.agenda import Kind, Line
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.roles.rules import SupportRole


@bp.get(AGENDA)
@over_sites(Permission.SITE_FOLLOW)
def diary() -> ResponseReturnValue:
    """What comes, and what waits past its day, over these sites."""
    session, wish = db.session(), asked()
    every = [site for site, _place in reached()]
    kept = set(sifted(every, wish))
    lines = agenda.agenda(session, [(site, place) for site, place in reached() if site in kept])
    now = clock.now()
    return render_template(
        "facilitation/agenda.html",
        every=every,
        programmes=programmes_of(every),
        wish=wish,
        waiting=[one for one in lines if is_waiting(one, now)],
        coming=[one for one in lines if one.planned.ends > now],
        title_of=title_of,
        address_of=address_of,
        several=several,
        category=category,
        hour=hour,
        role_at=lambda number: tuple(SupportRole)[number - 1],
        people=people.by_ids(session, (one.person for one in lines)),
    )


def is_waiting(line: Line, now: datetime) -> bool:
    """Its day is past and it still waits: an event that is over does not."""
    return line.planned.ends <= now and line.kind is not Kind.EVENT


def title_of(line: Line) -> str:
    """What a line says, without its site."""
    if line.kind is Kind.CLOSING:
        return round_name(line.room, line.number)
    if line.kind is Kind.REVIEW:
        return str(_("Version %(number)d of the agreement", number=line.number))
    return line.planned.title


def address_of(line: Line) -> tuple[str, dict[str, object]]:
    """The page behind a line: its endpoint and its values."""
    slug = line.site.slug
    if line.event is not None:
        return "calendar.show", {"programme": line.site.programme.slug, "event": line.number}
    if line.kind is Kind.STEP:
        return "roles.show", {"site": slug, "number": line.number}
    if line.kind is Kind.REVIEW:
        return "agreement.version", {"site": slug, "number": line.number}
    return ROUND_PAGES[line.room], {"site": slug}


def category(line: Line) -> str:
    """« Formation », « Prochain pas »."""
    if line.event is None:
        return kind_name(line.kind)
    words = method.load("calendar")
    return words.text(f"kinds.{EventKind(line.planned.kind)}.label", language())


def several(line: Line) -> str:
    """Of which sites it is: three names at most, then how many more."""
    names = [one.name for one in line.sites]
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    first = ", ".join(names[:MOST_NAMES])
    return str(_("%(first)s and %(num)d more", first=first, num=len(names) - MOST_NAMES))


MOST_NAMES = 3


def described(line: Line, names: Names) -> str:
    """What a diary says below the title."""
    if line.kind is Kind.STEP:
        support = tuple(SupportRole)[line.number - 1]
        return f"{role_short(support)} – {name_of(line.person, names)}"
    if line.event is None:
        return ""
    said = (line.event.words if line.cancelled else "", line.planned.link, line.planned.prepare)
    return "\n\n".join(one for one in said if one)
