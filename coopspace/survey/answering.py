"""What a respondent does: pick partners, say how they work with each, finish, come back.

Every act is kept at once and is for its author alone.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel import clock, typed
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.stakeholders import actions as stakeholders
from coopspace.stakeholders import answers, held, places, waves
from coopspace.stakeholders import rules as told_rules
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Described, Kind, Sector, Told, name_key
from coopspace.survey import rules
from coopspace.survey.doors import Entered
from coopspace.survey.model import Picked
from coopspace.survey.rules import Question


@dataclass(frozen=True)
class Partner:
    """An organisation of the list: whether its author picked it, and what they said of it."""

    ref: str
    name: str
    sector: str
    picked: bool = False
    said: Told | None = None
    marks: Mapping[Question, int | None] = field(default_factory=dict)
    offered: bool = False
    accepted: bool = False

    @property
    def rated(self) -> bool:
        """Whether its page was kept."""
        return self.said is not None


def partners(session: Session, entered: Entered) -> list[Partner]:
    """The organisations that can be picked, by name, with what this author said of them.

    A person of the map is in no list that a link opens.
    """
    people = session.execute(
        select(Stakeholder.id, Stakeholder.ref, StakeholderTelling.name, StakeholderTelling.sector)
        .join(StakeholderTelling, StakeholderTelling.stakeholder_id == Stakeholder.id)
        .where(
            StakeholderTelling.until.is_(None),
            StakeholderTelling.ended.is_(False),
            StakeholderTelling.kind == Kind.ORGANISATION,
            Stakeholder.id != entered.stakeholder.id,
        )
    ).all()
    picks = _picks(session, entered)
    said = {
        row.target_id: row
        for row in answers.answers_by(session, entered.running.wave, entered.stakeholder)
    }
    found = [
        _partner(ref, name, str(sector), picks.get(id_), said.get(id_))
        for id_, ref, name, sector in people
    ]
    return sorted(found, key=lambda one: name_key(one.name))


def begin(session: Session, entered: Entered, *, name: str) -> None:
    """Remember who answers, for themselves; nothing is asked of them."""
    _hold(session, entered)
    kept = typed.line(name, "name", told_rules.NAME_MAX)
    entered.respondent.name = " ".join(kept.split())
    session.flush()


def pick(
    session: Session, entered: Entered, *, shown: Iterable[str], ticked: Iterable[str]
) -> None:
    """Keep which of the partners that were shown are ticked; the others stay as they were.

    What was said of one who is no longer ticked is erased.
    """
    _hold(session, entered)
    offered = set(shown)
    wanted = set(ticked) & offered
    known = {one.ref: one for one in partners(session, entered) if one.ref in offered}
    for ref in sorted(wanted & set(known)):
        if not known[ref].picked:
            _add_pick(session, entered, held.stakeholder_of(session, ref))
    for ref, one in sorted(known.items()):
        if one.picked and ref not in wanted:
            _drop(session, entered, held.stakeholder_of(session, ref))


def add_partner(session: Session, entered: Entered, *, name: str, sector: str) -> None:
    """Put an organisation on the map of the site, and pick it."""
    _hold(session, entered)
    if entered.respondent.added >= rules.MOST_ADDED:
        raise Refusal(
            N_("You have added %(most)d organisations: tell the site about the others."),
            field="name",
            most=rules.MOST_ADDED,
        )
    if sector not in {one.value for one in Sector}:
        raise Refusal(N_("Choose one of the sectors."), field="sector")
    places.settle(session, entered.site)
    said = Described(name=name, sector=Sector(sector))
    added = stakeholders.add(session, entered.site, said=said, by=None)
    entered.respondent.added += 1
    _add_pick(session, entered, added)


def rate(
    session: Session,
    entered: Entered,
    *,
    ref: str,
    said: Told,
    marks: Mapping[Question, int | None],
) -> None:
    """Keep how the author works with one partner whom they picked."""
    _hold(session, entered)
    target = held.stakeholder_of(session, ref)
    picked = _picks(session, entered).get(target.id)
    if picked is None:
        raise NotFound
    answers.answer(
        session, entered.running.wave, author=entered.stakeholder, target=target, said=said
    )
    if entered.running.survey.six:
        for question, step in rules.marks_of(marks).items():
            setattr(picked, question.value, step)
    session.flush()


def finish(session: Session, entered: Entered) -> None:
    """Say that the organisation has answered; it may still change what it said."""
    _hold(session, entered)
    left = [one for one in partners(session, entered) if one.picked and not one.rated]
    if left:
        raise Refusal(
            N_("Say how you work with %(name)s first, or take it off your list."),
            name=left[0].name,
        )
    entered.respondent.finished_at = entered.respondent.finished_at or clock.now()
    waves.has_answered(session, entered.running.wave, entered.stakeholder)


def erase(session: Session, entered: Entered) -> None:
    """Take back everything that the author said, for good; that they answered stays said."""
    _hold(session, entered)
    for one in partners(session, entered):
        if one.picked:
            _drop(session, entered, held.stakeholder_of(session, one.ref))
    entered.respondent.name = ""
    session.flush()


def _hold(session: Session, entered: Entered) -> None:
    held.hold(session, entered.site.id)
    if not entered.running.open:
        raise Refusal(N_("This survey is closed."))


def _picks(session: Session, entered: Entered) -> dict[uuid.UUID, Picked]:
    query = select(Picked).where(Picked.respondent_id == entered.respondent.id)
    return {row.stakeholder_id: row for row in session.scalars(query)}


def _add_pick(session: Session, entered: Entered, target: Stakeholder) -> None:
    session.add(
        Picked(
            site_id=entered.site.id,
            respondent_id=entered.respondent.id,
            stakeholder_id=target.id,
        )
    )
    session.flush()


def _drop(session: Session, entered: Entered, target: Stakeholder) -> None:
    picked = _picks(session, entered).get(target.id)
    if picked is not None:
        session.delete(picked)
    answers.withdraw(session, entered.running.wave, author=entered.stakeholder, target=target)
    session.flush()


def _partner(
    ref: str, name: str, sector: str, picked: Picked | None, said: RelationView | None
) -> Partner:
    return Partner(
        ref=ref,
        name=name,
        sector=sector,
        picked=picked is not None,
        said=held.told_in(said) if said is not None and picked is not None else None,
        marks={one: getattr(picked, one.value) for one in Question} if picked else {},
        offered=said is not None and said.offered_at is not None,
        accepted=said is not None and said.accepted_at is not None,
    )
