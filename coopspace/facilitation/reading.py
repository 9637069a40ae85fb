"""Several sites in view: the facts of each, what asks for attention, what was set aside.

The number of queries is the same for one site and for sixty.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accompaniment.used import minutes_used
from coopspace.facilitation import around, asides, cells, rules
from coopspace.facilitation.around import aside_of, local
from coopspace.facilitation.asides import Aside, Sorted
from coopspace.facilitation.cells import Hands
from coopspace.facilitation.model import AlertAside
from coopspace.facilitation.rules import Alert, Cell, Facts, Judged, Rule, Signed
from coopspace.kernel.base import across_sites
from coopspace.roles.rules import SupportRole, Who
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Seen:
    """One site in view."""

    site: Site
    facts: Facts
    alerts: Sorted

    def people(self) -> Iterator[uuid.UUID]:
        """Everybody whose name may stand beside it."""
        yield from self.facts.trained
        for cell in self.facts.cells:
            if cell.step is not None:
                yield cell.step.person
        for holders in self.facts.held.values():
            yield from (one.id for one in holders if one.who is Who.PERSON)
        yield from (aside.by for _alert, aside in self.alerts.aside)


def over(session: Session, sites: Sequence[Site], today: date) -> list[Seen]:
    """These sites, in their order. The caller has checked that whoever asks may follow them."""
    ids = [one.id for one in sites]
    with across_sites(session, because="a lead follows every site, a facilitator their own"):
        found = _gathered(session, sites, ids)
        kept = around.asides(session, ids)
    return [
        Seen(site, facts, asides.sort(rules.alerts(facts, today), kept.get(site.id, ()), today))
        for site, facts in zip(sites, found, strict=True)
    ]


def _gathered(session: Session, sites: Sequence[Site], ids: list[uuid.UUID]) -> list[Facts]:
    judged = cells.judged(session, ids)
    steps = cells.steps(session, ids)
    days = cells.last_days(session, ids)
    hands = cells.hands(session, ids)
    lines = around.last_lines(session, ids)
    versions = around.versions(session, ids)
    signed, signing = around.standing(versions), around.signing(versions)
    rounds = around.rounds(session, ids)
    decisions = around.open_decisions(session, ids)
    planned = around.planned(session, ids)
    trained = around.trained(session, ids)
    used = minutes_used(session, ids)
    found: list[Facts] = []
    for site in sites:
        here = tuple(
            _cell(support, judged.get((site.id, support), []), days, steps, site.id)
            for support in SupportRole
        )
        held = hands.get(site.id, Hands())
        own = [one for one in rounds if one.site == site.id]
        version = signed.get(site.id)
        found.append(
            Facts(
                opened=local(site.created_at),
                last_seen=_latest([lines.get(site.id), *(one.last_day for one in here)]),
                cells=here,
                held=held.held,
                names=held.names,
                revealed=_latest(
                    local(one.revealed_at)
                    for one in own
                    if one.revealed_at is not None and one.room == "continuum"
                ),
                running=tuple(one.running for one in own if one.revealed_at is None),
                signed=Signed(version.number, version.review) if version else None,
                signing=signing.get(site.id),
                decisions=tuple(decisions.get(site.id, ())),
                planned=planned.get(site.id),
                used=used.get(site.id, 0),
                trained=trained.get(site.id, {}),
            )
        )
    return found


def _cell(
    support: SupportRole,
    judged: list[Judged],
    days: dict[cells.Place, date],
    steps: dict[cells.Place, rules.Step],
    site: uuid.UUID,
) -> Cell:
    where = (site, support)
    latest, before = (*judged, None, None)[:2]
    return Cell(support, latest, before, days.get(where), steps.get(where))


def _latest(days: Iterable[date | None]) -> date | None:
    return max((one for one in days if one is not None), default=None)


def alert_at(
    session: Session, site: Site, key: str, today: date
) -> tuple[Alert, Aside | None] | None:
    """One alert of a site by its key, and how it is set aside, if it is; None when no fact asks."""
    (seen,) = over(session, [site], today)
    for alert in seen.alerts.asking:
        if alert.key == key:
            return alert, None
    return next(((alert, aside) for alert, aside in seen.alerts.aside if alert.key == key), None)


def told(session: Session, rule: Rule, about: str) -> list[Aside]:
    """Each time that an alert was set aside at the site in scope, the latest first."""
    query = select(AlertAside).where(AlertAside.rule == rule, AlertAside.about == about)
    return [aside_of(one) for one in session.scalars(query.order_by(AlertAside.at.desc()))]
