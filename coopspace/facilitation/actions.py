"""What people do with an alert: set it aside with a reason, bring it back. Nothing is deleted."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.facilitation import asides, reading
from coopspace.facilitation.model import AlertAside
from coopspace.facilitation.rules import Alert
from coopspace.kernel import audit, clock
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

CHANGED = N_("The facts changed meanwhile: read them again, above. What you typed is still here.")
ALREADY = N_("Somebody set this alert aside meanwhile: their reason stands above.")


def set_aside(
    session: Session,
    site: Site,
    *,
    key: str,
    mark: str,
    why: str,
    day: date | None,
    by: User,
) -> AlertAside:
    """Set an alert aside, until a day if one is said, and in any case until its facts change.
    `mark` is the facts that were read. Raises NotFound when nothing asks any more."""
    hold(session, site.id)
    said, today = asides.why_of(why), clock.today()
    asides.check_day(day, today=today)
    found = reading.alert_at(session, site, key, today)
    if found is None:
        raise NotFound
    alert, aside = found
    if aside is not None:
        raise Refusal(ALREADY)
    if alert.mark != mark:
        raise Refusal(CHANGED)
    now = clock.now()
    before = _standing(session, alert)
    if before is not None:
        before.until, before.ended_by = now, by.id
        session.flush()
    row = AlertAside(
        site_id=site.id,
        rule=alert.rule,
        about=alert.about,
        mark=alert.mark,
        why=said,
        day=day,
        by=by.id,
        at=now,
    )
    session.add(row)
    session.flush()
    _note(session, row, "alert:set_aside", by)
    return row


def bring_back(session: Session, site: Site, *, key: str, by: User) -> bool:
    """Let an alert ask for attention again; whether it was set aside."""
    hold(session, site.id)
    found = reading.alert_at(session, site, key, clock.today())
    if found is None:
        raise NotFound
    row = _standing(session, found[0])
    if row is None or found[1] is None:
        return False
    row.until, row.ended_by = clock.now(), by.id
    session.flush()
    _note(session, row, "alert:bring_back", by)
    return True


def _standing(session: Session, alert: Alert) -> AlertAside | None:
    query = select(AlertAside).where(
        AlertAside.rule == alert.rule,
        AlertAside.about == alert.about,
        AlertAside.until.is_(None),
    )
    return session.scalar(query)


def _note(session: Session, row: AlertAside, action: str, by: User) -> None:
    """One line of the journal: never the reason itself."""
    audit.record(
        session,
        action,
        site_id=row.site_id,
        actor_id=by.id,
        on=("alert", row.id),
        rule=row.rule,
    )
