"""A whole file comes in, changes, links and actions: written as one event, all of it or nothing."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import bringing, planning
from coopspace.changes.headings import Block
from coopspace.changes.lines import Fault
from coopspace.changes.lines import understand as read_changes
from coopspace.changes.model import StrategyImport
from coopspace.changes.planning import Fate, in_order
from coopspace.changes.written import used_codes
from coopspace.changes.written import written as strategy
from coopspace.kernel import clock
from coopspace.kernel.base import new_id
from coopspace.kernel.refusal import N_, Refusal
from coopspace.plan import coming, lines, rules
from coopspace.plan.cells import Wording
from coopspace.plan.coming import Around, Coming, IncomingAction, Wishes
from coopspace.plan.model import PlanAction, PlanContribution, PlanSupport, PlanTelling
from coopspace.plan.reading import organisations
from coopspace.plan.written import Network, used_numbers, written

Ids = dict[int, uuid.UUID]


@dataclass(frozen=True)
class Whole:
    """What a file would write: of the strategy, and of the plan."""

    strategy: planning.Plan
    plan: Coming

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The lines that cannot be kept, as the file has them."""
        return in_order((*self.strategy.faults, *self.plan.faults))

    def count(self, fate: Fate) -> tuple[int, int, int]:
        """How many changes, links and actions meet this fate."""
        return (*self.strategy.count(fate), self.plan.count(fate))

    @property
    def adds(self) -> bool:
        """Whether anything of it is new."""
        return any(self.count(Fate.NEW)) or bool(self.plan.pairs)


def look(
    session: Session,
    blocks: Sequence[Block],
    fields: Sequence[Sequence[str]],
    wording: Wording,
    wishes: Wishes = coming.AS_IT_IS,
) -> Whole:
    """What these tables would write at the site in scope, when their columns say `fields`. A file
    that holds no change names those that stand, whatever its own numbers are."""
    said = read_changes(blocks, fields, wording.changes)
    anew = wishes.anew and bool(said.changes)
    changes = planning.plan(said, strategy(session), used=used_codes(session), anew=anew)
    actions = lines.understand(blocks, fields, wording)
    if not actions.actions:
        return Whole(changes, Coming(faults=tuple(actions.faults)))
    around = Around(
        standing=written(session),
        used=used_numbers(session),
        network=Network(organisations(session)),
        names=changes.names,
        wording=wording,
    )
    return Whole(changes, coming.plan(actions, around, wishes))


def bring(
    session: Session, draft: StrategyImport, planned: Whole, *, by: User, leave_out: bool = False
) -> None:
    """Write what was planned, as one event. `planned` was made in this same act, the site held;
    lines that cannot be kept are left out only when that was asked for. Raises Refusal."""
    if planned.faults and not leave_out:
        raise Refusal(
            N_("Nothing was written: mend the lines that are named, or ask to leave them out.")
        )
    if not planned.adds:
        raise Refusal(N_("The strategy already says all of it."))
    moment = clock.now()
    made = bringing.write(session, draft.site_id, planned.strategy, by=by, at=moment)
    actions = _write(session, draft.site_id, planned.plan, made.ids, by=by, at=moment)
    came = {"changes": made.changes, "links": made.links, "actions": actions}
    bringing.close(session, draft, came, by=by)


def _write(
    session: Session,
    site_id: uuid.UUID,
    planned: Coming,
    changes: Mapping[str, uuid.UUID],
    *,
    by: User,
    at: datetime,
) -> list[uuid.UUID]:
    """The actions, in the order of the file; a fixed number of statements."""
    fresh = [one for one in planned.actions if one.fate is Fate.NEW]
    ids: Ids = {one.said.number: new_id() for one in fresh}
    refs = Network(organisations(session)).refs if fresh else {}
    dated = {"site_id": site_id, "at": at, "by": by.id}
    _insert(
        session,
        PlanAction,
        [
            {
                "id": id_,
                "site_id": site_id,
                "number": number,
                "written_by": by.id,
                "written_at": at,
            }
            for number, id_ in ids.items()
        ],
    )
    _insert(
        session,
        PlanTelling,
        [
            {
                **dated,
                "id": new_id(),
                "action_id": ids[one.said.number],
                "seq": 1,
                "content": _content(one, refs),
            }
            for one in fresh
        ],
    )
    _insert(
        session,
        PlanContribution,
        [
            {
                **dated,
                "id": new_id(),
                "action_id": ids[one.said.number],
                "change_id": changes[code],
                "strength": int(strength),
            }
            for one in fresh
            for code, strength in one.said.contributions
        ],
    )
    known = {**_standing(session), **ids} if planned.pairs else ids
    _insert(
        session,
        PlanSupport,
        [
            {**dated, "id": new_id(), "one_id": known[one], "other_id": known[other]}
            for one, other in planned.pairs
        ],
    )
    return [*ids.values()]


def _content(one: IncomingAction, refs: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of an action: its organisations by reference."""
    said = one.said._replace(
        pilot=refs.get(one.said.pilot, ""),
        partners=tuple(refs[name] for name in one.said.partners),
    )
    return rules.stored(said.described())


def _standing(session: Session) -> Ids:
    rows = session.execute(select(PlanAction.number, PlanAction.id))
    return {number: id_ for number, id_ in rows}


def _insert(session: Session, model: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(model), rows)
