"""The signs of several sites at once, in a number of statements that does not depend on theirs.

Only dates are read, and the codes and names that anybody of the site reads. Answers leave no date
behind them, so that none can be guessed here.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from coopspace.accounts.model import User
from coopspace.advances.model import Advance, AdvanceWording
from coopspace.agreement.model import AgreementClause, AgreementClosing, AgreementVersion
from coopspace.agreement.rules import State
from coopspace.changes.model import Change, ChangeProgress, Link
from coopspace.changes.rules import Level, code_of
from coopspace.continuum.model import ContinuumRound
from coopspace.kernel import audit
from coopspace.kernel.audit import AuditEvent
from coopspace.kernel.base import across_sites
from coopspace.kernel.clock import PARIS
from coopspace.live.model import Document
from coopspace.liveliness import rules
from coopspace.liveliness.rules import Deed, Facts, Party, Sign, Thing
from coopspace.roles.model import RoleHolding, RoleJudgement, RoleTelling
from coopspace.roles.rules import SupportRole
from coopspace.sites.model import College, Membership, Ring, Site
from coopspace.sites.rules import NOT_PARTICIPATION
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Origin

Ids = Sequence[uuid.UUID]
Rows = Mapping[uuid.UUID, list[Any]]


class _Read(NamedTuple):
    """The rows of every site that was asked for, question by question, under their site."""

    members: Rows
    acts: Rows
    rounds: Rows
    advances: Rows
    changes: Rows
    judged: Rows
    links: Rows
    versions: Rows
    clauses: Rows
    relations: Rows
    holdings: Rows
    tellings: Rows
    judgements: Rows


def over(
    session: Session, sites: Iterable[Site], today: date
) -> Mapping[uuid.UUID, tuple[Sign, ...]]:
    """What has gone quiet at each of these sites, by the id of the site; an empty tuple where
    nothing has. Whoever asks has been let in at each of them."""
    known = list(sites)
    if not known:
        return {}
    ids = [one.id for one in known]
    with across_sites(session, because="a facilitator follows the sites whose gates let them in"):
        read = _Read(
            *(_under(session.execute(ask(ids)).all(), ids) for ask in _QUESTIONS),
        )
    return {one.id: rules.signs(_facts(one, read), today) for one in known}


def _under(rows: Iterable[Any], ids: Ids) -> dict[uuid.UUID, list[Any]]:
    """The rows of each site; a line of the journal says its site by its chain."""
    found: dict[uuid.UUID, list[Any]] = {one: [] for one in ids}
    chains = {audit.chain_of(one): one for one in ids}
    for row in rows:
        key = row[0]
        found[chains[key] if isinstance(key, str) else key].append(row)
    return found


def _members(ids: Ids) -> Any:
    return (
        select(
            Membership.site_id,
            Membership.user_id,
            Membership.college,
            Membership.ring,
            Membership.since,
        )
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.site_id.in_(ids),
            Membership.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
        .order_by(User.name, User.id)
    )


def _acts(ids: Ids) -> Any:
    return (
        select(AuditEvent.chain, AuditEvent.actor_id, func.max(AuditEvent.at))
        .where(
            AuditEvent.chain.in_([audit.chain_of(one) for one in ids]),
            AuditEvent.actor_id.is_not(None),
            *(~AuditEvent.action.startswith(one) for one in NOT_PARTICIPATION),
        )
        .group_by(AuditEvent.chain, AuditEvent.actor_id)
    )


def _rounds(ids: Ids) -> Any:
    return select(ContinuumRound.site_id, ContinuumRound.revealed_at).where(
        ContinuumRound.site_id.in_(ids), ContinuumRound.ended_at.is_(None)
    )


def _advances(ids: Ids) -> Any:
    return (
        select(AdvanceWording.site_id, func.max(AdvanceWording.at))
        .join(Advance, Advance.id == AdvanceWording.advance_id)
        .where(AdvanceWording.site_id.in_(ids), Advance.ended_at.is_(None))
        .group_by(AdvanceWording.site_id)
    )


def _changes(ids: Ids) -> Any:
    return (
        select(
            Change.site_id,
            Change.id,
            Change.level,
            Change.number,
            Change.changed_at,
            Document.updated_at,
        )
        .join(Document, Document.id == Change.statement_id)
        .where(Change.site_id.in_(ids), Change.ended_at.is_(None))
    )


def _judged(ids: Ids) -> Any:
    return (
        select(ChangeProgress.site_id, ChangeProgress.change_id, func.max(ChangeProgress.at))
        .where(ChangeProgress.site_id.in_(ids))
        .group_by(ChangeProgress.site_id, ChangeProgress.change_id)
    )


def _links(ids: Ids) -> Any:
    return select(Link.site_id, Link.source_id, Link.target_id, Link.changed_at).where(
        Link.site_id.in_(ids)
    )


def _versions(ids: Ids) -> Any:
    return (
        select(
            AgreementVersion.site_id,
            AgreementVersion.number,
            AgreementVersion.put_at,
            AgreementVersion.review_on,
            AgreementClosing.state,
        )
        .outerjoin(AgreementClosing, AgreementClosing.version_id == AgreementVersion.id)
        .where(AgreementVersion.site_id.in_(ids))
        .order_by(AgreementVersion.number)
    )


def _clauses(ids: Ids) -> Any:
    return (
        select(AgreementClause.site_id, func.max(Document.updated_at))
        .join(Document, Document.id == AgreementClause.document_id)
        .where(AgreementClause.site_id.in_(ids), Document.text != "")
        .group_by(AgreementClause.site_id)
    )


_one, _other = aliased(Stakeholder), aliased(Stakeholder)
_one_said, _other_said = aliased(StakeholderTelling), aliased(StakeholderTelling)


def _relations(ids: Ids) -> Any:
    """The views of the map that stand, between two who stand on it."""
    return (
        select(
            RelationView.site_id,
            RelationView.at,
            _one.ref,
            _other.ref,
            _one_said.name,
            _other_said.name,
        )
        .join(_one, _one.id == RelationView.source_id)
        .join(_other, _other.id == RelationView.target_id)
        .join(_one_said, and_(_one_said.stakeholder_id == _one.id, _one_said.until.is_(None)))
        .join(
            _other_said, and_(_other_said.stakeholder_id == _other.id, _other_said.until.is_(None))
        )
        .where(
            RelationView.site_id.in_(ids),
            RelationView.origin == Origin.MAP,
            RelationView.until.is_(None),
            RelationView.ended.is_(False),
            _one_said.ended.is_(False),
            _other_said.ended.is_(False),
        )
    )


def _holdings(ids: Ids) -> Any:
    """Who holds or held a role; an organisation with whether it has left the map."""
    return (
        select(
            RoleHolding.site_id,
            RoleHolding.role,
            RoleHolding.user_id,
            StakeholderTelling.ended,
            RoleHolding.until,
        )
        .outerjoin(
            StakeholderTelling,
            and_(
                StakeholderTelling.stakeholder_id == RoleHolding.stakeholder_id,
                StakeholderTelling.until.is_(None),
            ),
        )
        .where(RoleHolding.site_id.in_(ids))
    )


def _tellings(ids: Ids) -> Any:
    return select(
        RoleTelling.site_id, RoleTelling.role, RoleTelling.step_day, RoleTelling.step
    ).where(
        RoleTelling.site_id.in_(ids),
        RoleTelling.until.is_(None),
        RoleTelling.step_day.is_not(None),
    )


def _judgements(ids: Ids) -> Any:
    return (
        select(RoleJudgement.site_id, RoleJudgement.role, func.max(RoleJudgement.period))
        .where(RoleJudgement.site_id.in_(ids), RoleJudgement.until.is_(None))
        .group_by(RoleJudgement.site_id, RoleJudgement.role)
    )


_QUESTIONS: tuple[Callable[[Ids], Any], ...] = (
    _members,
    _acts,
    _rounds,
    _advances,
    _changes,
    _judged,
    _links,
    _versions,
    _clauses,
    _relations,
    _holdings,
    _tellings,
    _judgements,
)
"""In the order of `_Read`."""


def _facts(site: Site, read: _Read) -> Facts:
    at = site.id
    here = {row.user_id for row in read.members[at]}
    revealed = [row.revealed_at for row in read.rounds[at]]
    holdings = read.holdings[at]
    return Facts(
        opened=_day(site.created_at),
        parties=tuple(_parties(read.members[at], {row[1]: row[2] for row in read.acts[at]})),
        running=None in revealed,
        revealed=_latest(revealed),
        advanced=_latest(row[1] for row in read.advances[at]),
        changes=tuple(_touched(read.changes[at], read.judged[at], read.links[at])),
        deed=_deed(read.versions[at], read.clauses[at]),
        relations=tuple(_one_sided(read.relations[at])),
        steps=tuple(
            Thing(str(SupportRole(row[1]).number), row.step_day, row.step)
            for row in read.tellings[at]
        ),
        held=frozenset(SupportRole(row[1]) for row in holdings if _holds(row, here)),
        laid_down=_laid_down(holdings),
        judged={SupportRole(row[1]): row[2] for row in read.judgements[at]},
    )


def _parties(members: Iterable[Any], acts: Mapping[uuid.UUID, datetime]) -> Iterable[Party]:
    """The colleges that somebody speaks for today: one without a voice is told elsewhere."""
    for college in College:
        people = [row for row in members if row.college == college]
        speaking = tuple(row.user_id for row in people if row.ring == Ring.TRIO)
        if not speaking:
            continue
        yield Party(
            college=college,
            since=_day(min(row.since for row in people)),
            last=_latest(acts.get(row.user_id) for row in people),
            people=speaking,
        )


def _touched(changes: Iterable[Any], judged: Iterable[Any], links: Iterable[Any]) -> list[Thing]:
    """Each change with the last day when it was written, judged, or linked anew."""
    news: dict[uuid.UUID, datetime] = {row[1]: row[2] for row in judged}
    for row in links:
        for end in (row.source_id, row.target_id):
            if end is not None:
                news[end] = max(row.changed_at, news.get(end, row.changed_at))
    return [
        Thing(
            code_of(Level(row.level), row.number),
            _latest((row.changed_at, row.updated_at, news.get(row.id))),
        )
        for row in changes
    ]


def _deed(versions: Sequence[Any], clauses: Sequence[Any]) -> Deed:
    opened = [row for row in versions if row.state is None]
    signed = [row for row in versions if row.state == State.SIGNED]
    return Deed(
        review_on=signed[-1].review_on if signed else None,
        awaiting=Thing(str(opened[0].number), _day(opened[0].put_at)) if opened else None,
        written=_latest(row[1] for row in clauses),
    )


def _one_sided(views: Sequence[Any]) -> list[Thing]:
    """What one side tells of its work with another, who has told nothing of it: the other side's
    view is the one to be written."""
    told = {(row[2], row[3]) for row in views}
    return [
        Thing(
            ref=row[3],
            day=_day(row.at),
            words=f"{row[4]} – {row[5]}",
            other=row[2],
        )
        for row in views
        if (row[3], row[2]) not in told
    ]


def _holds(row: Any, here: set[uuid.UUID]) -> bool:
    """Whether somebody who is still of the site, or on its map, holds it today."""
    if row.until is not None:
        return False
    return row.user_id in here if row.user_id is not None else row.ended is False


def _laid_down(holdings: Iterable[Any]) -> dict[SupportRole, date]:
    """The last day when somebody laid a role down."""
    found: dict[SupportRole, date] = {}
    for row in holdings:
        if row.until is not None:
            day = _day(row.until)
            kept = SupportRole(row[1])
            found[kept] = max(day, found.get(kept, day))
    return found


def _latest(moments: Iterable[datetime | None]) -> date | None:
    known = [one for one in moments if one is not None]
    return _day(max(known)) if known else None


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()
