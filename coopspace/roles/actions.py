"""What people do with a role: hand it over, say what is done and what comes next, judge how far it
is covered. What stood before is kept with its dates."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.roles import rules
from coopspace.roles.model import RoleHandover, RoleHolding, RoleJudgement, RoleTelling
from coopspace.roles.organisations import organisations
from coopspace.roles.rules import Holder, SupportRole, Told, Who
from coopspace.sites import access
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

MEANWHILE = N_(
    "Somebody changed this meanwhile: read what stands now. What you typed is still here."
)


def hand_over(
    session: Session,
    site: Site,
    role: SupportRole,
    *,
    holders: Collection[Holder],
    words: str,
    seen: int,
    by: User,
) -> RoleHandover:
    """From now on these hold the role, and nobody else. `seen` is the handover that was read."""
    hold(session, site.id)
    said = typed.words(words, "words", rules.WORDS_MAX)
    before = latest_handover(session, role)
    if before != seen:
        raise Refusal(MEANWHILE)
    held = {_holder(one): one for one in holdings_of(session, role)}
    wanted = {(one.who, one.id) for one in holders}
    _check_known(session, site, wanted - set(held))
    if wanted == set(held):
        raise Refusal(N_("The same hold this role already: nothing is handed over."))
    left = [row for one, row in held.items() if one not in wanted]
    if left and not said:
        raise Refusal(
            N_("Say a word of it: why it passes on, what whoever takes it up should know."),
            field="words",
        )
    passed = RoleHandover(
        site_id=site.id, role=role, seq=before + 1, words=said, by=by.id, at=clock.now()
    )
    session.add(passed)
    session.flush()
    for row in left:
        row.until, row.ended_id = passed.at, passed.id
    session.flush()
    for who, id_ in sorted(wanted - set(held)):
        session.add(
            RoleHolding(
                site_id=site.id,
                role=role,
                user_id=id_ if who is Who.PERSON else None,
                stakeholder_id=id_ if who is Who.ORGANISATION else None,
                begun_id=passed.id,
                at=passed.at,
            )
        )
    _note(session, site, "support:hand_over", role, by)
    return passed


def describe(
    session: Session, site: Site, role: SupportRole, *, told: Told, seen: int, by: User
) -> RoleTelling | None:
    """Say anew what is done, what is missing, what comes next; the same words change nothing.
    `seen` is the telling that was read."""
    hold(session, site.id)
    made = rules.whole(told)
    before = telling_of(session, role)
    stands = told_in(before)
    if made == stands:
        return before
    if (before.seq if before else 0) != seen:
        raise Refusal(MEANWHILE)
    rules.check_day(made, stands, today=clock.today())
    if made.person not in (None, stands.person):
        _check_known(session, site, {(Who.PERSON, made.person)}, field="person")
    now = clock.now()
    if before:
        before.until = now
        session.flush()
    after = RoleTelling(
        site_id=site.id,
        role=role,
        seq=(before.seq if before else 0) + 1,
        activities=made.activities,
        missing=made.missing,
        step=made.step,
        step_day=made.day,
        step_person=made.person,
        by=by.id,
        at=now,
    )
    session.add(after)
    _note(session, site, "support:describe", role, by)
    return after


def judge(
    session: Session,
    site: Site,
    role: SupportRole,
    *,
    quarter: str,
    coverage: str,
    reason: str,
    by: User,
) -> RoleJudgement:
    """Say how far the role is covered in a quarter, and why; saying the same changes nothing."""
    hold(session, site.id)
    period = rules.quarter_of(quarter, today=clock.today()).first
    step, words = rules.judged(coverage, reason)
    query = select(RoleJudgement).where(
        RoleJudgement.role == role,
        RoleJudgement.period == period,
        RoleJudgement.user_id == by.id,
        RoleJudgement.until.is_(None),
    )
    before = session.scalar(query)
    if before and (before.coverage, before.reason) == (step, words):
        return before
    now = clock.now()
    if before:
        before.until = now
        session.flush()
    place = access.standing(session, by, site)
    after = RoleJudgement(
        site_id=site.id,
        role=role,
        period=period,
        user_id=by.id,
        college=place.college if place else None,
        coverage=step,
        reason=words,
        at=now,
    )
    session.add(after)
    _note(session, site, "support:judge", role, by)
    return after


def judge_several(
    session: Session,
    site: Site,
    said: Mapping[SupportRole, tuple[str, str]],
    *,
    quarter: str,
    by: User,
) -> int:
    """Judge several roles at once, each by its step and its reason; says how many were judged. All
    of it is kept, or nothing: a Refusal names the role's own field, `trust` or `trust_reason`."""
    told = {role: one for role, one in said.items() if any(part.strip() for part in one)}
    if not told:
        raise Refusal(N_("Judge one role at least: the others can wait."))
    for role, (coverage, reason) in told.items():
        try:
            judge(session, site, role, quarter=quarter, coverage=coverage, reason=reason, by=by)
        except Refusal as refusal:
            beside = {"coverage": role.value, "reason": f"{role}_reason"}
            refusal.field = beside.get(refusal.field, refusal.field)
            raise
    return len(told)


def holdings_of(session: Session, role: SupportRole) -> list[RoleHolding]:
    """Who holds the role today, as rows."""
    query = select(RoleHolding).where(RoleHolding.role == role, RoleHolding.until.is_(None))
    return list(session.scalars(query.order_by(RoleHolding.at, RoleHolding.id)))


def telling_of(session: Session, role: SupportRole) -> RoleTelling | None:
    """What is said of the role today, as a row."""
    query = select(RoleTelling).where(RoleTelling.role == role, RoleTelling.until.is_(None))
    return session.scalar(query)


def told_in(row: RoleTelling | None) -> Told:
    """What a row says; nothing where there is none."""
    if row is None:
        return Told()
    return Told(row.activities, row.missing, row.step, row.step_day, row.step_person)


def _holder(row: RoleHolding) -> tuple[Who, uuid.UUID]:
    if row.user_id is not None:
        return Who.PERSON, row.user_id
    assert row.stakeholder_id is not None  # the database holds exactly one of both
    return Who.ORGANISATION, row.stakeholder_id


def latest_handover(session: Session, role: SupportRole) -> int:
    """The number of the latest handover of the role; 0 before the first."""
    query = select(func.max(RoleHandover.seq)).where(RoleHandover.role == role)
    return session.scalar(query) or 0


def _check_known(
    session: Session,
    site: Site,
    some: Collection[tuple[Who, uuid.UUID | None]],
    *,
    field: str = "holders",
) -> None:
    """They are of the site, or on its map, today. Raises Refusal."""
    asked = {who for who, _id in some}
    known: set[tuple[Who, uuid.UUID]] = set()
    if Who.PERSON in asked:
        members = access.who_may(session, site, Permission.SUPPORT_READ)
        known |= {(Who.PERSON, one.user_id) for one in members}
    if Who.ORGANISATION in asked:
        mapped = organisations(session).values()
        known |= {(Who.ORGANISATION, one.id) for one in mapped if one.offered}
    if not set(some) <= known:
        raise Refusal(
            N_("Choose among the people of the site and the organisations of its map."), field=field
        )


def _note(session: Session, site: Site, action: str, role: SupportRole, by: User) -> None:
    """One line of the journal: never a word that people wrote."""
    audit.record(
        session,
        action,
        site_id=site.id,
        actor_id=by.id,
        on=("support_role", role.number),
        support=role.value,
    )
