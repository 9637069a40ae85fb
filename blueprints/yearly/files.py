"""The year of a site to take away, for a funder or a partner.

A file names organisations and functions, never people, unless a member of the site asks for their
names (`?noms=1`); somebody who only reads the site, as a lead of its programme does, gets none.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.downloads import TABLES, count, download, handed_out
from blueprints._shared.formatters import day
from blueprints._shared.gate import me, requires
from blueprints._shared.speech import language
from blueprints.yearly.account import Account, Quoted, Step
from blueprints.yearly.room import PRINTED, SITE, asked_year, bp, of_roles, say, time_of
from blueprints.yearly.telling import account, named
from coopspace.accompaniment.rules import Total
from coopspace.exports import opentext, paper, word
from coopspace.exports.document import (
    Document,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Part,
    cleaned,
    line,
    table,
)
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.sites import access
from coopspace.sites.model import Site
from coopspace.yearly import reading
from coopspace.yearly.reading import Year

WRITERS: dict[str, Callable[[Document], bytes]] = {
    "pdf": paper.pdf,
    "docx": word.written,
    "odt": opentext.odt,
}
Through = Sequence[tuple[str, Total]]


@bp.get(f"{SITE}.<{PRINTED}:suffix>")
@requires(Permission.ACCOMPANIMENT_READ)
def site_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The year as a text: its first page stands alone."""
    year = reading.year(db.session(), site, asked_year())
    count(suffix)
    content = WRITERS[suffix](site_document(site, year, names=_names(site)))
    return handed_out(f"{site.slug}_bilan_{year.year}", suffix, content, of=clock.today())


@bp.get(f"{SITE}.<{TABLES}:suffix>")
@requires(Permission.ACCOMPANIMENT_READ)
def site_table(site: Site, suffix: str) -> ResponseReturnValue:
    """The year as tables: roles, entries, what moved, two neighbouring lists."""
    year = reading.year(db.session(), site, asked_year())
    book = site_book(site, year, names=_names(site))
    return download(f"{site.slug}_bilan_{year.year}", suffix, book=book)


def member_here(site: Site) -> bool:
    """Whether whoever asks has a place at the site itself."""
    places = access.sites_where(db.session(), me(), Permission.ACCOMPANIMENT_READ)
    return site.id in {one.id for one in places}


def _names(site: Site) -> bool:
    return request.args.get("noms") == "1" and member_here(site)


def site_document(site: Site, year: Year, *, names: bool) -> Document:
    """The year of a site as a document."""
    told = account(site, year, names=names)
    parts = (*_first_page(told), *_roles(told), *_moved(told), *_lenses(year), *_about(told))
    return document(told.title, told.place, told.territory, told.period, parts)


def document(
    title: str, place: str, territory: str, period: str, parts: Iterable[Part]
) -> Document:
    """A yearly page as a document: what, where, when."""
    where = f"{place}, {territory}" if territory else place
    return Document(
        title=cleaned(f"{title} – {place}, {period}"),
        heading=cleaned(title),
        place=cleaned(f"{where} – {period}"),
        foot=cleaned(f"{place} – {period}"),
        language=language(),
        made_at=clock.now().replace(microsecond=0),
        parts=tuple(parts),
    )


def said(*words: str, aside: bool = False) -> Paragraph:
    """Some lines of plain words."""
    return Paragraph(tuple(line(cleaned(one)) for one in words), aside=aside)


def heading(level: int, words: str) -> Heading:
    """The title of what follows."""
    return Heading(level, line(cleaned(words)))


def _first_page(told: Account) -> Iterable[Part]:
    """What stands alone on one sheet."""
    yield said(" ".join(told.totals))
    yield table(
        str(_("The seven roles")),
        (str(_("Role")), str(_("Time")), str(_("In one line"))),
        ((f"{one.number}. {one.name}", one.time or "–", _short(one.line)) for one in told.roles),
    )
    yield heading(1, str(_("What moved after")))
    if not told.steps:
        yield said(nothing_after(told))
    else:
        yield table(
            str(_("What moved after")),
            (str(_("Day")), str(_("What moved"))),
            ((one.day, _short(f"{one.kind}. {one.title}", 150)) for one in told.foremost),
        )
        if left := len(told.steps) - len(told.foremost):
            rest = ngettext(
                "%(num)s other thing moved: it stands below.",
                "%(num)s other things moved: they stand below.",
                left,
            )
            yield said(rest, aside=True)
    yield said(say("about.order"), aside=True)


def _short(words: str, most: int = 110) -> str:
    """A line of the first page; the whole of it stands below."""
    one = " ".join(words.split())
    return one if len(one) <= most else one[: most - 1].rsplit(" ", 1)[0] + "…"


def _roles(told: Account) -> Iterable[Part]:
    yield heading(1, str(_("Role by role")))
    for one in told.roles:
        yield heading(2, f"{one.number}. {one.name}")
        facts = [(str(_("Time")), one.time or str(_("nothing logged")))]
        if one.held:
            facts.append((str(_("Held by")), " · ".join(one.held)))
        facts += [(f"{_('Coverage')}, {quarter}", spread) for quarter, spread in one.coverage]
        yield Facts(tuple((cleaned(term), cleaned(words)) for term, words in facts))
        if one.lines:
            yield Listing(tuple(_entry(each) for each in one.lines))
        if one.more:
            yield said(more_says(one.more), aside=True)


def nothing_after(told: Account) -> str:
    """That nothing is told that moved after, whether or not something moved before."""
    if told.earlier:
        return str(_("What is written of this year moved before the first entry of the log."))
    return str(_("Nothing is written of this year yet."))


def more_says(count_: int) -> str:
    """How many entries stand in the log alone."""
    return str(_("and %(num)d more in the log", num=count_))


def _entry(one: Quoted) -> Any:
    return (*line(cleaned(f"{one.head} – "), bold=True), *line(cleaned(one.said)))


def _moved(told: Account) -> Iterable[Part]:
    if told.steps:
        yield heading(1, str(_("What moved after, in order of time")))
        yield said(say("about.before"), aside=True)
        for one in told.steps:
            yield from _step(one)
    if told.earlier:
        yield heading(1, str(_("What moved before the first entry of the log")))
        yield said(say("about.earlier"), aside=True)
        for one in told.earlier:
            yield from _step(one)


def _step(one: Step) -> Iterable[Part]:
    head = (*line(cleaned(f"{one.day} – "), bold=True), *line(cleaned(f"{one.kind}. {one.title}")))
    lines = [head, *(line(cleaned(text)) for text in one.words.split("\n") if text.strip())]
    yield Paragraph(tuple(lines))
    if one.before:
        yield said(one.after, aside=True)
        yield Listing(tuple(_entry(each) for each in one.before))


def _lenses(year: Year) -> Iterable[Part]:
    if not year.total.entries:
        return
    yield heading(1, str(_("The same entries, read otherwise")))
    yield from through("backbone", named(year.backbone.items(), "backbone"))
    yield from through("missions", named(year.missions.items(), "missions"))


def through(other: str, rows: Through) -> Iterable[Part]:
    """One of the two neighbouring lists, and where it comes from."""
    title = of_roles(f"{other}.title")
    yield heading(2, title)
    yield table(
        title,
        (str(_("Role")), str(_("Entries")), str(_("Time"))),
        ((name, str(one.entries), time_of(one.minutes)) for name, one in rows),
    )
    yield said(of_roles(f"{other}.without"), aside=True)


def _about(told: Account) -> Iterable[Part]:
    if not told.names:
        yield said(say("about.names"), aside=True)
    yield said(made_says(), aside=True)


def made_says() -> str:
    """On which day the file of a site was made."""
    return str(_("Made on %(day)s with CoopSpace, from what the site has written.", day=_today()))


def _today() -> str:
    return day(clock.now())


def site_book(site: Site, year: Year, *, names: bool) -> Book:
    """The year of a site as tables."""
    told = account(site, year, names=names)
    notes = (
        (str(_("Site")), site.name),
        (str(_("Period")), told.period),
        (str(_("Made on")), _today()),
        (str(_("To read with it")), say("about.order")),
        *(((str(_("Names")), say("about.names")),) if not names else ()),
    )
    return Book(
        title=f"{told.title} – {site.name}, {told.period}",
        language=language(),
        made_at=clock.now(),
        sheets=(
            Sheet(str(_("Seven roles")), _role_columns(), _role_rows(told), notes),
            Sheet(str(_("What moved")), _step_columns(), _step_rows(told)),
            Sheet(str(_("Entries")), _entry_columns(names), _entry_rows(told, names)),
            *lenses(
                named(year.backbone.items(), "backbone"), named(year.missions.items(), "missions")
            ),
        ),
        about=str(_("To read with it")),
    )


def lenses(backbone: Through, missions: Through) -> tuple[Sheet, ...]:
    """The two neighbouring lists as tables."""
    return tuple(
        Sheet(
            title, totals_columns(), tuple((name, one.entries, one.minutes) for name, one in rows)
        )
        for title, rows in ((str(_("Six roles")), backbone), (str(_("Six missions")), missions))
    )


def totals_columns() -> tuple[Column, ...]:
    """A role, and what was logged for it."""
    return (
        Column(str(_("Role"))),
        Column(str(_("Entries")), Kind.NUMBER),
        Column(str(_("Minutes")), Kind.NUMBER),
    )


def _role_columns() -> tuple[Column, ...]:
    return (
        *totals_columns(),
        Column(str(_("Held by"))),
        Column(str(_("Coverage at the beginning of the year"))),
        Column(str(_("Coverage at the end of the year"))),
    )


def _role_rows(told: Account) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            one.name,
            one.entries,
            one.minutes,
            " · ".join(one.held) or None,
            f"{one.coverage[0][0]} – {one.coverage[0][1]}" if one.coverage else None,
            f"{one.coverage[1][0]} – {one.coverage[1][1]}" if len(one.coverage) > 1 else None,
        )
        for one in told.roles
    )


def _step_columns() -> tuple[Column, ...]:
    return (
        Column(str(_("Day")), Kind.DAY),
        *(Column(str(one)) for one in (_("Kind"), _("What moved"), _("In their words"))),
        Column(str(_("Beside the log"))),
        Column(str(_("Entries before")), Kind.NUMBER),
        Column(str(_("The entries before"))),
    )


def _step_rows(told: Account) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            one.on,
            one.kind,
            one.title,
            one.words or None,
            str(_("before its first entry") if one in told.earlier else _("after its first entry")),
            len(one.before),
            "\n".join(f"{each.head} – {each.said}" for each in one.before) or None,
        )
        for one in (*told.earlier, *told.steps)
    )


def _entry_columns(names: bool) -> tuple[Column, ...]:
    return (
        Column(str(_("Number")), Kind.NUMBER),
        Column(str(_("Day")), Kind.DAY),
        *((Column(str(_("Who"))),) if names else ()),
        Column(str(_("Role"))),
        Column(str(_("Minutes")), Kind.NUMBER),
        Column(str(_("What moved"))),
        Column(str(_("What it concerns"))),
    )


def _entry_rows(told: Account, names: bool) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            one.number,
            one.on,
            *((one.author,) if names else ()),
            one.role,
            one.minutes,
            one.words or None,
            one.about or None,
        )
        for one in told.entries
    )
