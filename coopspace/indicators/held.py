"""An indicator as rows: found by its number, held while something of it changes."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes.model import Change
from coopspace.indicators.model import (
    Indicator,
    IndicatorChange,
    IndicatorMeasure,
    IndicatorTelling,
)
from coopspace.kernel import audit
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold

MEANWHILE = N_(
    "Somebody changed this meanwhile: read what stands now, above. What you typed is still here."
)
ENDED = N_("This indicator has ended: what it showed stays as it is.")


def indicator_of(session: Session, number: int) -> Indicator:
    """The indicator of this number at the site in scope. Raises NotFound."""
    found = session.scalar(select(Indicator).where(Indicator.number == number))
    if found is None:
        raise NotFound
    return found


def locked(session: Session, indicator: Indicator) -> Indicator:
    """The indicator, held until the act ends: two who change it take turns. Raises Refusal for one
    that has ended."""
    hold(session, indicator.site_id)
    query = (
        select(Indicator)
        .where(Indicator.id == indicator.id)
        .execution_options(populate_existing=True)
    )
    found = session.scalars(query).one()
    if found.ended_at is not None:
        raise Refusal(ENDED)
    return found


def telling_of(session: Session, indicator: Indicator) -> IndicatorTelling:
    """What is said of it today."""
    return tellings_of(session, indicator)[0]


def tellings_of(session: Session, indicator: Indicator) -> Sequence[IndicatorTelling]:
    """Everything that was said of it, the latest first."""
    query = select(IndicatorTelling).where(IndicatorTelling.indicator_id == indicator.id)
    return session.scalars(query.order_by(IndicatorTelling.seq.desc())).all()


def measure_of(session: Session, indicator: Indicator, number: int) -> IndicatorMeasure:
    """A measure of an indicator, standing or corrected. Raises NotFound."""
    found = session.scalar(
        select(IndicatorMeasure)
        .where(
            IndicatorMeasure.indicator_id == indicator.id,
            IndicatorMeasure.number == number,
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def shown_by(session: Session, indicator: Indicator) -> dict[uuid.UUID, IndicatorChange]:
    """The living changes that it shows today."""
    query = (
        select(IndicatorChange)
        .join(Change, Change.id == IndicatorChange.change_id)
        .where(
            IndicatorChange.indicator_id == indicator.id,
            IndicatorChange.until.is_(None),
            Change.ended_at.is_(None),
        )
    )
    return {one.change_id: one for one in session.scalars(query)}


def living(session: Session, codes: Collection[str]) -> set[uuid.UUID]:
    """The living changes that bear these codes, at least one. Raises Refusal."""
    found = {
        one.code: one.id for one in session.scalars(select(Change).where(Change.ended_at.is_(None)))
    }
    if not codes:
        raise Refusal(N_("Choose at least one change that it shows."), field="changes")
    if any(one not in found for one in codes):
        raise Refusal(N_("Choose changes of this site’s strategy."), field="changes")
    return {found[one] for one in codes}


def note(session: Session, indicator: Indicator, act: str, *, by: User) -> None:
    """One line of the journal: never a word that people wrote."""
    audit.record(
        session,
        act,
        site_id=indicator.site_id,
        actor_id=by.id,
        on=("indicator", indicator.number),
        number=indicator.number,
    )
