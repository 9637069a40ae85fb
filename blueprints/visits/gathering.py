"""Everything that a visitor, or whoever takes a site up, needs to have read: what stands today and
what waits. What moved is told by the journal, which templates ask for."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from blueprints._shared.gate import me, standing
from blueprints._shared.signs import ToldSign, told_signs
from coopspace.accompaniment import reading as log
from coopspace.accompaniment import rules as logged
from coopspace.accompaniment.rules import Total, Wish
from coopspace.accompaniment.used import minutes_used
from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.agreement.glance import AgreementGlance
from coopspace.agreement.glance import glance as agreement_glance
from coopspace.calendar import attending
from coopspace.calendar import reading as calendar
from coopspace.calendar.reading import Shown
from coopspace.calendar.rules import Hours
from coopspace.continuum.glance import RoundGlance
from coopspace.continuum.glance import glance as round_glance
from coopspace.decisions import reading as decisions
from coopspace.decisions.reading import Entry
from coopspace.decisions.rules import Stance
from coopspace.kernel import clock
from coopspace.liveliness import reading as liveliness
from coopspace.roles import reading as support
from coopspace.roles.reading import Line, Roles
from coopspace.roles.rules import Quarter, SupportRole
from coopspace.sites import circle
from coopspace.sites.circle import Circle
from coopspace.sites.model import College, Site
from coopspace.vision import adoption
from coopspace.vision.adoption import Summary
from coopspace.vision.rules import Stance as VisionStance
from coopspace.visits import visiting
from coopspace.visits.rules import Since
from coopspace.visits.visiting import Told

COMING = 6
"""So many events to come are shown; the calendar has the others."""


@dataclass(frozen=True)
class Open:
    """A decision that is open, and how many object to the words that stand."""

    entry: Entry
    objections: int


@dataclass(frozen=True)
class Gathered:
    """A site as a visitor has to know it. `spent` is the time of each role since the moment that
    was asked for, `hours` the accompaniment planned, and what those who support the site logged."""

    circle: Circle
    vision: Summary
    decisions: tuple[Open, ...]
    agreement: AgreementGlance
    round: RoundGlance | None
    roles: Roles
    spent: Mapping[SupportRole, Total]
    hours: Hours
    coming: tuple[Shown, ...]
    signs: tuple[ToldSign, ...]
    visits: tuple[Told, ...]
    people: Mapping[uuid.UUID, User]

    @property
    def objecting(self) -> list[College]:
        """The colleges that object to the vision as it is worded."""
        said = self.vision.colleges.items()
        return [one for one, status in said if status.stance is VisionStance.OBJECTION]

    @property
    def silent_on_vision(self) -> list[College]:
        """The colleges that have not said their position on the vision as it is worded."""
        return [one for one, status in self.vision.colleges.items() if status.stance is None]

    @property
    def steps(self) -> list[Line]:
        """The next steps of the roles, the nearest day first."""
        said = [one for one in self.roles.lines if one.told.day is not None]
        return sorted(said, key=lambda one: (one.told.day or clock.today(), one.role.number))

    @property
    def waits(self) -> bool:
        """Whether anything of the agreement, the vision or the decisions waits for somebody."""
        deed = self.agreement
        return bool(
            self.decisions
            or (self.vision.text and (self.objecting or self.silent_on_vision))
            or deed.being_signed
            or deed.suggested
            or deed.is_to_review(clock.today())
        )

    @property
    def total(self) -> Total:
        """The time of all roles since then."""
        some = self.spent.values()
        return Total(sum(one.entries for one in some), sum(one.minutes for one in some))

    def name(self, person: uuid.UUID) -> str:
        """Somebody's name."""
        found = self.people.get(person)
        return found.name if found else "–"


def gather(session: Session, site: Site, since: Since) -> Gathered:
    """Everything, in a number of queries that does not grow with the site."""
    today = clock.today()
    seen = support.roles(session, site, Quarter.of(today))
    signs = liveliness.over(session, [site], today)[site.id]
    visits = visiting.visits(session, withdrawn=True)
    entries = log.entries(session, Wish())
    known = people.by_ids(
        session,
        {
            *seen.people(),
            *(one.author for one in visits),
            *(person for sign in signs for person in sign.people),
        },
    )
    plan = attending.plan_of(session)
    used = minutes_used(session, [site.id]).get(site.id, 0)
    return Gathered(
        circle=circle.circle(session, site),
        vision=adoption.summary(session, site),
        decisions=tuple(_open(session)),
        agreement=agreement_glance(session, person=me().id),
        round=round_glance(session, person=me().id),
        roles=seen,
        spent=logged.by_role(log.sifted(entries, Wish(since=since.day))),
        hours=Hours(plan.minutes if plan else None, used),
        coming=tuple(islice(_coming(session, site), COMING)),
        signs=tuple(told_signs(site, signs, known)),
        visits=tuple(visits),
        people=known,
    )


def _open(session: Session) -> list[Open]:
    """The decisions that await their outcome, with the objections to the words that stand: what
    each said last counts."""
    waiting = [one for one in decisions.register(session) if one.outcome is None]
    latest = {
        (one.number, one.said.person): one
        for one in decisions.spoken(session, [entry.number for entry in waiting])
    }
    objecting = [
        one.number for one in latest.values() if one.exact and one.said.stance is Stance.OBJECTION
    ]
    return [Open(one, objecting.count(one.number)) for one in waiting]


def _coming(session: Session, site: Site) -> list[Shown]:
    looking = calendar.viewer_at(site, standing())
    shown = calendar.events(session, site.programme, looking)
    return [one for one in shown if not one.is_past and not one.cancelled]
