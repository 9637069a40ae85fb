"""The year of a site in words: the page, the text files and the tables all say these.

People are named only where `names` is asked: files leave them out unless a member wants them in.
A person who stands on the map is a person like the others; organisations are always named.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.durations import duration
from blueprints._shared.formatters import day
from blueprints._shared.register import kind_name
from blueprints._shared.speech import language
from blueprints.yearly.account import Account, Quoted, RoleWords, Step
from blueprints.yearly.room import (
    concluded,
    coverage_name,
    level_name,
    month_name,
    nobody_named,
    role_name,
    role_short,
)
from coopspace import method
from coopspace.accompaniment.reading import About, Line
from coopspace.changes.rules import PROGRESS_LABELS
from coopspace.kernel.permissions import ROLE_LABELS
from coopspace.roles.rules import Coverage, Quarter, Spread, SupportRole
from coopspace.sites.model import COLLEGE_LABELS, Site
from coopspace.yearly import rules
from coopspace.yearly.reading import Holder, RoleYear, Year
from coopspace.yearly.rules import (
    Advance,
    After,
    Appeared,
    Decided,
    Judged,
    Matter,
    Position,
    Relation,
    Signed,
    What,
)

_NBSP = "\u00a0"


def account(site: Site, year: Year, *, names: bool) -> Account:
    """The year of a site, in the language of this page."""
    teller = _Teller(year, names)
    return Account(
        title=method.load("yearly").text("about.title", language()),
        place=site.name,
        territory=site.territory,
        period=period(year.year, year.until, runs=year.runs),
        totals=tuple(_totals(year)),
        roles=tuple(teller.role(one) for one in year.roles),
        steps=tuple(teller.step(one) for one in year.moved),
        foremost=tuple(teller.step(one) for one in rules.foremost(year.moved)),
        earlier=tuple(teller.step(one) for one in year.earlier),
        entries=tuple(teller.quoted(one) for one in year.entries),
        names=names,
    )


def period(year: int, until: date, *, runs: bool) -> str:
    """« L’année 2026 », or until which day while it runs."""
    if runs:
        last = str(format_date(until, "d MMMM", locale=language())).replace(" ", _NBSP)
        return str(_("%(year)d, until %(day)s", year=year, day=last))
    return str(_("The year %(year)d", year=year))


def _totals(year: Year) -> list[str]:
    """What the support structure did in one sentence, then the training, then what moved."""
    if not year.total.entries:
        said = [str(_("Nothing is logged for this year."))]
    else:
        said = [
            str(
                ngettext(
                    "%(time)s for %(roles)s, in %(num)s entry of the log.",
                    "%(time)s for %(roles)s, in %(num)s entries of the log.",
                    year.total.entries,
                    time=duration(year.total.minutes),
                    roles=_served(year.served),
                )
            )
        ]
    if year.training.people:
        said.append(trained(year.training.halves, year.training.people))
    return said


def _served(count: int) -> str:
    if count == len(SupportRole):
        return str(_("the seven roles"))
    return str(ngettext("%(num)s of the seven roles", "%(num)s of the seven roles", count))


def trained(halves: int, people: int) -> str:
    """« 6 demi-journées de formation suivies, par 4 personnes. »"""
    given = ngettext(
        "%(num)s half-day of training attended", "%(num)s half-days of training attended", halves
    )
    by = ngettext("by %(num)s person.", "by %(num)s people.", people)
    return f"{given}, {by}"


def signed_says(version: int) -> str:
    """That a version of the agreement was signed."""
    return str(_("Version %(number)d of the agreement is signed by everybody", number=version))


def spread_says(found: Spread) -> str:
    """« Assuré le plus souvent : 2 ; Assuré par moments : 1 », and how many cannot say."""
    steps = [
        f"{coverage_name(step)}{_colon()}{count}"
        for step, count in zip(Coverage, found.counts, strict=True)
        if count
    ]
    if found.unknown:
        steps.append(f"{_('Cannot say')}{_colon()}{found.unknown}")
    return f"{_NBSP if language() == 'fr' else ''}; ".join(steps)


def quarter_says(one: Quarter) -> str:
    """« T1 2026 »."""
    return str(_("Q%(number)d %(year)d", number=one.number, year=one.year))


def _colon() -> str:
    return f"{_NBSP}: " if language() == "fr" else ": "


@dataclass(frozen=True)
class _Teller:
    """What is said of a year, with the names of people or without."""

    year: Year
    names: bool

    def role(self, one: RoleYear) -> RoleWords:
        """One role."""
        return RoleWords(
            number=one.role.number,
            name=role_name(one.role),
            short=role_short(one.role),
            time=duration(one.total.minutes) if one.total.entries else "",
            entries=one.total.entries,
            minutes=one.total.minutes,
            line=self.line(one),
            held=tuple(dict.fromkeys(self.holder(each) for each in one.holders)),
            lines=tuple(self.quoted(each) for each in one.lines),
            more=one.more,
            coverage=tuple(
                (quarter_says(each.quarter), spread_says(each.spread)) for each in one.coverage
            ),
        )

    def line(self, one: RoleYear) -> str:
        """What stands for a role where it has one line: the entry that tells most."""
        if one.foremost is not None:
            return one.foremost.moved
        return str(_("logged without words") if one.total.entries else _("nothing logged"))

    def holder(self, one: Holder) -> str:
        """Who held a role, and from when or until when if that is of this year."""
        who = self._organisation(one) if one.organisation else self._person(one)
        year = self.year.year
        if one.until is not None and one.until.year == year:
            return str(_("%(who)s, until %(day)s", who=who, day=day(one.until)))
        if one.since is not None and one.since.year == year:
            return str(_("%(who)s, since %(day)s", who=who, day=day(one.since)))
        return who

    def _organisation(self, one: Holder) -> str:
        held = one.organisation
        if held is None or (held.is_person and not self.names):
            return nobody_named()
        return held.name

    def _person(self, one: Holder) -> str:
        function = ", ".join(
            part
            for part in (
                one.capacity or (str(_(ROLE_LABELS[one.place])) if one.place else ""),
                str(_(COLLEGE_LABELS[one.college])) if one.college else "",
            )
            if part
        )
        if not self.names:
            return function or nobody_named()
        name = one.name or str(_("someone who has left"))
        return f"{name} ({function})" if function else name

    def quoted(self, one: Line) -> Quoted:
        """An entry of the log."""
        author = self.year.authors.get(one.author, str(_("someone who has left")))
        return Quoted(
            number=one.number,
            on=one.day,
            day=day(one.day),
            role=role_short(one.role),
            time=duration(one.minutes),
            minutes=one.minutes,
            words=one.moved,
            about=self.about(one.about),
            author=author if self.names else "",
        )

    def about(self, about: About | None) -> str:
        """« I3 Les familles se connaissent », « la relation CAF – Ville », or nothing."""
        if about is None:
            return ""
        if about.change:
            return f"{about.change} {about.words}".strip()
        return self.relation(about.refs)

    def relation(self, refs: Sequence[str]) -> str:
        """« la relation CAF – Ville »."""
        one, other = (self.end(ref) for ref in refs)
        return str(_("the relation %(one)s – %(other)s", one=one, other=other))

    def end(self, ref: str) -> str:
        """One end of a relation: a person of the map is named only where people are."""
        found = self.year.mapped.get(ref)
        if found is None:
            return ref
        return str(_("a person")) if found.is_person and not self.names else found.name

    def step(self, one: After) -> Step:
        """Something that moved."""
        move = one.moved
        title, words = _SAYS[move.matter](self, move.what)
        return Step(
            on=move.day,
            day=month_name(move.day) if move.until else day(move.day),
            matter=move.matter,
            kind=self.kind(move.matter, move.what),
            title=title,
            words=words,
            before=tuple(self.quoted(self.year.lines[number]) for number in one.entries),
        )

    def kind(self, matter: Matter, what: What) -> str:
        """« Réseau »; of an advance « Tournant, D1 »."""
        if not isinstance(what, Advance):
            return matter_name(matter)
        kind = kind_name(what.kind)
        return f"{kind}, {what.change}" if what.change else kind

    def position(self, what: Position) -> tuple[str, str]:
        """What was concluded of a round, and what of the one before."""
        said = concluded(what.outcome, what.level)
        number = what.round
        if what.before is None:
            return str(_("Round %(number)d: %(said)s", number=number, said=said)), what.words
        return str(
            _(
                "Round %(number)d: %(said)s. The round before: %(before)s",
                number=number,
                said=said,
                before=concluded(*what.before),
            )
        ), what.words

    def relations(self, what: Relation | Appeared) -> tuple[str, str]:
        """How the map sees a relation from that day on."""
        if isinstance(what, Appeared):
            return str(
                ngettext(
                    "%(num)s relation is written on the map",
                    "%(num)s relations are written on the map",
                    what.count,
                )
            ), ""
        one, other = (self.end(ref) for ref in what.refs)
        pair = f"{one} – {other}" if what.both else f"{one} → {other}"
        if what.now is None:
            return str(_("%(pair)s: the map tells this relation no more", pair=pair)), ""
        now = level_name(what.now)
        if what.was is None:
            return str(_("%(pair)s: written on the map, %(now)s", pair=pair, now=now)), what.fact
        return str(
            _("%(pair)s: from %(was)s to %(now)s", pair=pair, was=level_name(what.was), now=now)
        ), what.fact

    def signed(self, what: Signed) -> tuple[str, str]:
        """A version that everybody signed."""
        return signed_says(what.version), str(
            _("Looked at again on %(day)s", day=day(what.review_on))
        )

    def decided(self, what: Decided) -> tuple[str, str]:
        """A decision, as its outcome was written."""
        outcome = method.load("decisions").text(f"outcomes.{what.outcome}.label", language())
        return f"{what.matter}{_colon()}{outcome}", what.words

    def judged(self, what: Judged) -> tuple[str, str]:
        """Where a change stands, from where."""
        change = f"{what.code} {what.statement}".strip()
        now = str(_(PROGRESS_LABELS[what.now]))
        if what.was is None:
            return f"{change}{_colon()}{now}", what.reason
        was = str(_(PROGRESS_LABELS[what.was]))
        said = _("%(change)s: from “%(was)s” to “%(now)s”", change=change, was=was, now=now)
        return str(said), what.reason

    def advance(self, what: Advance) -> tuple[str, str]:
        """An entry of the register, in the words of who wrote it."""
        return what.words, ""


_SAYS: dict[Matter, Callable[[_Teller, Any], tuple[str, str]]] = {
    Matter.POSITION: _Teller.position,
    Matter.RELATION: _Teller.relations,
    Matter.AGREEMENT: _Teller.signed,
    Matter.DECISION: _Teller.decided,
    Matter.CHANGE: _Teller.judged,
    Matter.ADVANCE: _Teller.advance,
}


def matter_name(matter: Matter) -> str:
    """« Position », « Réseau »."""
    return str(
        {
            Matter.POSITION: _("Position"),
            Matter.AGREEMENT: _("Agreement"),
            Matter.CHANGE: _("Change"),
            Matter.RELATION: _("Network"),
            Matter.DECISION: _("Decision"),
            Matter.ADVANCE: _("Advance"),
        }[matter]
    )


def named(through: Iterable[tuple[str | None, Any]], other: str) -> list[tuple[str, Any]]:
    """One of the two neighbouring lists in words; last, what has no place in it."""
    words = method.load("roles")
    return [
        (words.text(f"{other}.{one}", language()) if one else str(_("no place in this list")), each)
        for one, each in through
    ]
