"""The year of a programme, for its lead: hours and training of all its sites together, and what
each site shares of what moved. No site is told beside another by its hours, no person is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.downloads import TABLES, count, download, handed_out
from blueprints._shared.durations import duration
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.yearly.files import WRITERS, document, heading, lenses, said, through
from blueprints.yearly.room import (
    PRINTED,
    PROGRAMME,
    asked_year,
    bp,
    concluded,
    file_address,
    role_name,
    say,
    time_of,
)
from blueprints.yearly.telling import named, period, signed_says
from coopspace.accompaniment.rules import Total
from coopspace.exports.document import Document, Part, table
from coopspace.exports.sheets import Book, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.clock import PARIS
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Programme
from coopspace.yearly import programme as reading
from coopspace.yearly.programme import Cohort, Counted, Shared


@dataclass(frozen=True)
class Moment:
    """Something that a site shares, on its day."""

    on: date
    day: str
    title: str
    words: str = ""


@dataclass(frozen=True)
class SiteWords:
    """One site, and what it shares of the year, in order of time."""

    slug: str
    name: str
    territory: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Told:
    """The year of a programme, in words."""

    title: str
    period: str
    totals: tuple[str, ...]
    counts: tuple[str, ...]
    roles: tuple[tuple[str, Total], ...]
    sites: tuple[SiteWords, ...]


@bp.get(PROGRAMME)
@requires(Permission.PROGRAMME_TELL)
def programme_page(programme: Programme) -> ResponseReturnValue:
    """What the support structure did over all the sites, and what each shares of what moved."""
    year = reading.year(db.session(), programme, asked_year())
    asked: dict[str, Any] = {"annee": year.year} if request.args.get("annee") else {}
    return render_template(
        "yearly/programme.html",
        programme=programme,
        year=year,
        told=told_of(year),
        backbone=named(year.backbone.items(), "backbone"),
        missions=named(year.missions.items(), "missions"),
        file=partial(file_address, "programme", programme.slug, **asked),
    )


@bp.get(f"{PROGRAMME}.<{PRINTED}:suffix>")
@requires(Permission.PROGRAMME_TELL)
def programme_file(programme: Programme, suffix: str) -> ResponseReturnValue:
    """The year of the programme as a text."""
    year = reading.year(db.session(), programme, asked_year())
    count(suffix)
    content = WRITERS[suffix](programme_document(programme, year))
    name = f"{programme.slug}_bilan_{year.year}"
    return handed_out(name, suffix, content, of=clock.today())


@bp.get(f"{PROGRAMME}.<{TABLES}:suffix>")
@requires(Permission.PROGRAMME_TELL)
def programme_table(programme: Programme, suffix: str) -> ResponseReturnValue:
    """The year of the programme as tables."""
    year = reading.year(db.session(), programme, asked_year())
    name = f"{programme.slug}_bilan_{year.year}"
    return download(name, suffix, book=programme_book(programme, year))


def told_of(year: Cohort) -> Told:
    """The year of a programme, in the language of this page."""
    return Told(
        title=say("programme.title"),
        period=period(year.year, year.until, runs=year.runs),
        totals=tuple(_totals(year)),
        counts=tuple(_counts(year)),
        roles=tuple((role_name(role), one) for role, one in year.roles.items()),
        sites=tuple(_site(one) for one in year.shared),
    )


def _totals(year: Cohort) -> Iterable[str]:
    if year.total.entries:
        yield str(
            ngettext(
                "%(time)s given to the seven roles, at %(num)s site of %(all)d.",
                "%(time)s given to the seven roles, at %(num)s sites of %(all)d.",
                year.served,
                time=duration(year.total.minutes),
                all=year.sites,
            )
        )
    else:
        yield str(_("Nothing is logged for this year."))
    if year.training.held:
        yield str(
            ngettext(
                "%(num)s half-day of training held.",
                "%(num)s half-days of training held.",
                year.training.held,
            )
        )
    if year.training.people:
        yield str(
            ngettext(
                "%(num)s person attended, %(halves)d half-days in all.",
                "%(num)s people attended, %(halves)d half-days in all.",
                year.training.people,
                halves=year.training.attended,
            )
        )


def _counts(year: Cohort) -> Iterable[str]:
    """What moved, over the sites that share it; nothing is said of what nobody shares."""
    if year.positions.sites:
        yield _over(
            year.positions,
            ngettext(
                "%(num)s round of the continuum concluded",
                "%(num)s rounds of the continuum concluded",
                year.positions.times,
            ),
        )
    if year.agreements.sites:
        yield _over(
            year.agreements,
            ngettext(
                "%(num)s agreement signed", "%(num)s agreements signed", year.agreements.times
            ),
        )
    if year.advances.sites:
        yield _over(
            year.advances,
            ngettext(
                "%(num)s telling of advances", "%(num)s tellings of advances", year.advances.times
            ),
        )


def _over(found: Counted, what: str) -> str:
    over = ngettext(
        "over the %(num)s site that shares it", "over the %(num)s sites that share it", found.sites
    )
    return f"{what}, {over}."


def _site(one: Shared) -> SiteWords:
    moments = [
        Moment(
            step.at.astimezone(PARIS).date(),
            day(step.at),
            str(
                _(
                    "Round %(number)d: %(said)s",
                    number=step.number,
                    said=concluded(step.outcome, step.level),
                )
            )
            if step.outcome is not None
            else str(_("Round %(number)d", number=step.number)),
            "\n".join(words for words in (step.words, step.advances) if words),
        )
        for step in one.steps
    ]
    moments += [
        Moment(
            pact.on,
            day(pact.on),
            signed_says(pact.version),
        )
        for pact in one.pacts
    ]
    moments.sort(key=lambda each: each.on)
    return SiteWords(one.slug, one.name, one.territory, tuple(moments))


def programme_document(programme: Programme, year: Cohort) -> Document:
    """The year of a programme as a document."""
    told = told_of(year)
    return document(told.title, programme.name, "", told.period, _parts(told, year))


def _parts(told: Told, year: Cohort) -> Iterable[Part]:
    yield said(" ".join(told.totals))
    yield table(
        str(_("The seven roles")),
        (str(_("Role")), str(_("Time")), str(_("Entries"))),
        (
            (f"{number}. {name}", time_of(one.minutes), str(one.entries))
            for number, (name, one) in enumerate(told.roles, 1)
        ),
    )
    yield heading(1, str(_("What moved, where sites share it")))
    if told.counts:
        yield said(*told.counts)
    yield said(say("programme.order"), aside=True)
    yield said(say("programme.shared"), say("programme.kept"), aside=True)
    for site in told.sites:
        yield heading(2, f"{site.name}, {site.territory}" if site.territory else site.name)
        for one in site.moments:
            yield said(f"{one.day} – {one.title}", *one.words.split("\n") if one.words else ())
    if not told.sites:
        yield said(say("programme.nothing"))
    if year.total.entries:
        yield heading(1, str(_("The same entries, read otherwise")))
        yield from through("backbone", named(year.backbone.items(), "backbone"))
        yield from through("missions", named(year.missions.items(), "missions"))
    made = _(
        "Made on %(day)s with CoopSpace, from what the sites have written.", day=day(clock.now())
    )
    yield said(str(made), aside=True)


def programme_book(programme: Programme, year: Cohort) -> Book:
    """The year of a programme as tables."""
    told = told_of(year)
    notes = (
        (str(_("Programme")), programme.name),
        (str(_("Period")), told.period),
        (str(_("Made on")), day(clock.now())),
        (str(_("In short")), " ".join((*told.totals, *told.counts))),
        (str(_("To read with it")), say("programme.order")),
        (str(_("What sites share")), f"{say('programme.shared')} {say('programme.kept')}"),
    )
    return Book(
        title=f"{told.title} – {programme.name}, {told.period}",
        language=language(),
        made_at=clock.now(),
        sheets=(
            Sheet(
                str(_("Seven roles")),
                (
                    Column(str(_("Role"))),
                    Column(str(_("Entries")), Kind.NUMBER),
                    Column(str(_("Minutes")), Kind.NUMBER),
                ),
                tuple((name, one.entries, one.minutes) for name, one in told.roles),
                notes,
            ),
            Sheet(
                str(_("What moved")),
                (
                    Column(str(_("Site"))),
                    Column(str(_("Day")), Kind.DAY),
                    Column(str(_("What moved"))),
                    Column(str(_("In their words"))),
                ),
                tuple(
                    (site.name, one.on, one.title, one.words or None)
                    for site in told.sites
                    for one in site.moments
                ),
            ),
            *lenses(
                named(year.backbone.items(), "backbone"), named(year.missions.items(), "missions")
            ),
        ),
        about=str(_("To read with it")),
    )
