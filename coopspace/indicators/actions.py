"""What people do with indicators: say one, say it anew, measure, correct a measure, end it.
Nothing leaves: what was said, measured and learnt is kept."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.indicators import rules
from coopspace.indicators.held import (
    MEANWHILE,
    living,
    locked,
    measure_of,
    note,
    shown_by,
    telling_of,
)
from coopspace.indicators.model import (
    Indicator,
    IndicatorChange,
    IndicatorMeasure,
    IndicatorTelling,
)
from coopspace.indicators.rules import Described, Seen, Written
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site


def write(
    session: Session,
    site: Site,
    *,
    said: Described,
    written: Written,
    changes: Collection[str],
    by: User,
) -> Indicator:
    """Say what will show one or several changes, by their codes. Raises Refusal."""
    hold(session, site.id)
    made = rules.whole(said, written, today=clock.today())
    shown = living(session, changes)
    indicator = Indicator(
        site_id=site.id,
        number=(session.scalar(select(func.max(Indicator.number))) or 0) + 1,
        written_by=by.id,
        written_at=clock.now(),
    )
    session.add(indicator)
    session.flush()
    _tell(session, indicator, None, made, at=indicator.written_at, by=by)
    _show(session, indicator, shown, at=indicator.written_at, by=by)
    note(session, indicator, "indicator:write", by=by)
    return indicator


def describe(
    session: Session,
    indicator: Indicator,
    *,
    said: Described,
    written: Written,
    changes: Collection[str],
    seen: int,
    by: User,
) -> None:
    """Say an indicator anew, and which changes it shows: these and no other living one. `seen` is
    the telling that was read; saying what stands changes nothing. Raises Refusal."""
    indicator = locked(session, indicator)
    before = telling_of(session, indicator)
    made = rules.whole(said, written, today=clock.today())
    shown = living(session, changes)
    if made == rules.read(before.content) and shown == set(shown_by(session, indicator)):
        return
    if before.seq != seen:
        raise Refusal(MEANWHILE)
    moment = clock.now()
    _tell(session, indicator, before, made, at=moment, by=by)
    _show(session, indicator, shown, at=moment, by=by)
    note(session, indicator, "indicator:describe", by=by)


def measure(
    session: Session, indicator: Indicator, *, seen: Seen, value: str, by: User
) -> IndicatorMeasure:
    """Write what was measured of a day; `value` as it was typed. Raises Refusal."""
    indicator = locked(session, indicator)
    unit = rules.read(telling_of(session, indicator).content).unit
    made = rules.seen(seen, value, unit, today=clock.today())
    row = _measure(session, indicator, made, by=by)
    note(session, indicator, "indicator:measure", by=by)
    return row


def correct(
    session: Session,
    indicator: Indicator,
    number: int,
    *,
    seen: Seen | None,
    value: str,
    why: str,
    by: User,
) -> None:
    """Say a measure otherwise, or with `seen` None that it should not stand: the first one is kept
    with the reason. Raises Refusal, or NotFound for a number that no measure has."""
    indicator = locked(session, indicator)
    first = measure_of(session, indicator, number)
    if first.until is not None:
        raise Refusal(MEANWHILE)
    unit = rules.read(telling_of(session, indicator).content).unit
    made = rules.seen(seen, value, unit, today=clock.today()) if seen else None
    if made == Seen(first.measured_on, first.value, first.words, first.source):
        raise Refusal(N_("Nothing differs from what stands: change something."), field="value")
    because = rules.reason(why)
    first.until, first.ended_by, first.why = clock.now(), by.id, because
    session.flush()
    if made is not None:
        _measure(session, indicator, made, by=by, instead_of=first.number)
    note(session, indicator, "indicator:correct" if made else "indicator:withdraw", by=by)


def end(session: Session, indicator: Indicator, *, learnt: str, by: User) -> None:
    """End an indicator with what it has taught: it shows no change any more, and stays readable.
    Raises Refusal."""
    indicator = locked(session, indicator)
    words = rules.learnt(learnt)
    indicator.ended_at, indicator.ended_by, indicator.learnt = clock.now(), by.id, words
    session.flush()
    note(session, indicator, "indicator:end", by=by)


def _tell(
    session: Session,
    indicator: Indicator,
    before: IndicatorTelling | None,
    said: Described,
    *,
    at: datetime,
    by: User,
) -> None:
    if before is not None:
        before.until = at
        session.flush()
    session.add(
        IndicatorTelling(
            site_id=indicator.site_id,
            indicator_id=indicator.id,
            seq=before.seq + 1 if before else 1,
            at=at,
            by=by.id,
            content=rules.stored(said),
        )
    )
    session.flush()


def _show(
    session: Session,
    indicator: Indicator,
    changes: set[uuid.UUID],
    *,
    at: datetime,
    by: User,
) -> None:
    """Let it show these living changes and no other."""
    standing = shown_by(session, indicator)
    for change, row in standing.items():
        if change not in changes:
            row.until = at
    for change in changes - set(standing):
        session.add(
            IndicatorChange(
                site_id=indicator.site_id,
                indicator_id=indicator.id,
                change_id=change,
                at=at,
                by=by.id,
            )
        )
    session.flush()


def _measure(
    session: Session,
    indicator: Indicator,
    made: Seen,
    *,
    by: User,
    instead_of: int | None = None,
) -> IndicatorMeasure:
    mine = IndicatorMeasure.indicator_id == indicator.id
    taken = select(IndicatorMeasure.number).where(
        mine, IndicatorMeasure.measured_on == made.on, IndicatorMeasure.until.is_(None)
    )
    if session.scalar(taken) is not None:
        raise Refusal(
            N_("A measure of that day stands already: correct it, or choose another day."),
            field="on",
        )
    highest = session.scalar(select(func.max(IndicatorMeasure.number)).where(mine)) or 0
    row = IndicatorMeasure(
        site_id=indicator.site_id,
        indicator_id=indicator.id,
        number=highest + 1,
        measured_on=made.on,
        value=made.value,
        words=made.words,
        source=made.source,
        at=clock.now(),
        by=by.id,
        instead_of=instead_of,
    )
    session.add(row)
    session.flush()
    return row
