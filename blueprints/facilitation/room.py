"""The blueprint of the room, its addresses, and the words that its views share."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask import Blueprint, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.durations import duration
from blueprints._shared.formatters import day, short_day
from blueprints._shared.speech import language
from coopspace import method
from coopspace.accounts.model import User
from coopspace.facilitation.agenda import Kind
from coopspace.facilitation.rules import THRESHOLDS, Alert, Facts, Rule
from coopspace.kernel import clock
from coopspace.roles.rules import Coverage, Quarter, Spread, SupportRole
from coopspace.sites.model import Site

bp = Blueprint("facilitation", __name__)
HOME = "/accompagnement"
AGENDA = f"{HOME}/agenda"
FEED = f"{AGENDA}/<string(maxlength=64):agenda_token>.ics"
ALERT = f"{HOME}/signaux/<slug:site>/<string(maxlength=80):alert>"
HOUR = 60
_NBSP = "\u00a0"
Names = Mapping[uuid.UUID, User]


def kept(key: object, make: Callable[[], str]) -> str:
    """A sentence of this page, made once: a page of sixty sites says the same ones often."""
    made: dict[object, str] = g.setdefault("facilitation_said", {})
    if key not in made:
        made[key] = make()
    return made[key]


def say(path: str) -> str:
    """A sentence of the room."""
    return kept(path, lambda: method.load("facilitation").text(path, language()))


def _roles(path: str) -> str:
    return kept(("roles", path), lambda: method.load("roles").text(path, language()))


def role_name(support: SupportRole) -> str:
    """« Cultiver la confiance »."""
    return _roles(f"roles.{support}.name")


def role_short(support: SupportRole) -> str:
    """« Confiance »."""
    return _roles(f"roles.{support}.short")


def quarter_name(quarter: Quarter) -> str:
    """« T4 2026 »."""

    def make() -> str:
        return str(_("Q%(number)d %(year)d", number=quarter.number, year=quarter.year))

    return kept(quarter, make)


def since(quarter: Quarter) -> str:
    """« depuis T3 2026 »."""
    return kept(
        ("since", quarter), lambda: str(_("since %(quarter)s", quarter=quarter_name(quarter)))
    )


def views_of(count: int) -> str:
    """« 3 avis »."""
    return kept(("views", count), lambda: str(ngettext("%(num)s view", "%(num)s views", count)))


def coverage_name(coverage: Coverage) -> str:
    """« Assuré par moments »."""
    return _roles(f"coverage.{coverage.code}")


def spread_name(spread: Spread) -> str:
    """« Assuré par moments », or from which step to which."""
    low, high = spread.lowest, spread.highest
    if low is None or high is None:
        return kept("nobody", lambda: str(_("Nobody can say")))
    if low is high:
        return coverage_name(low)
    return kept((low, high), lambda: _apart(low, high))


def _apart(low: Coverage, high: Coverage) -> str:
    told = {"low": coverage_name(low), "high": coverage_name(high)}
    return str(_("From “%(low)s” to “%(high)s”", **told))


def near_day(one: date) -> str:
    """« 26 févr. » this year, « 26 février 2024 » another one."""
    return short_day(one) if one.year == clock.today().year else day(one)


def name_of(one: uuid.UUID | None, people: Names, facts: Facts | None = None) -> str:
    """Somebody's name: of the house, or of the map of the site."""
    if one is not None and one in people:
        return people[one].name
    called = facts.names.get(one, "") if facts is not None and one is not None else ""
    return called or kept("left", lambda: str(_("someone who has left")))


def alert_name(rule: Rule) -> str:
    """« Silence »."""
    return say(f"rules.{rule}.name")


def alert_rule(rule: Rule) -> str:
    """The rule, with the number that the code holds."""
    return say(f"rules.{rule}.rule") % {"threshold": THRESHOLDS.get(rule, "")}


def alert_next(rule: Rule) -> str:
    """The next gesture."""
    return say(f"rules.{rule}.next")


def alert_facts(alert: Alert, facts: Facts, people: Names) -> str:
    """The facts that met the rule, in one sentence with its days."""
    told: dict[str, object] = {**alert.counts}
    if alert.rule is Rule.HOURS:
        told = {name: duration(count) for name, count in alert.counts.items()}
    told |= {name: day(one) for name, one in alert.days.items()}
    if alert.rule is Rule.LESS_COVERED:
        told |= {name: quarter_name(Quarter.of(one)) for name, one in alert.days.items()}
    if alert.room:
        told["round"] = round_name(alert.room, alert.counts["number"])
    if alert.who is not None:
        told["who"] = name_of(alert.who, people, facts)
    if alert.support:
        told["role"] = role_short(alert.support[0])
        told["roles"] = all_short(alert.support)
    return say(f"rules.{alert.rule}.{alert.case}") % told


def all_short(some: Iterable[SupportRole]) -> str:
    """« Confiance, Ressources »."""
    return ", ".join(role_short(one) for one in some)


def round_name(room: str, number: int) -> str:
    """« Tour de positionnement n° 3 »."""
    return say(f"rounds.{room}") % {"number": number}


def role_page(site: Site, support: SupportRole) -> str:
    """The page of a role at a site; its address is made once a site."""
    first = kept(("role", site.slug), lambda: url_for("roles.show", site=site.slug, number=1))
    return f"{first[:-1]}{support.number}"


def alert_page(site: Site, alert: Alert) -> str:
    """The page of an alert; its address is made once a site, and no key needs quoting."""
    first = kept(("alert", site.slug), lambda: url_for(".alert", site=site.slug, alert="-"))
    return f"{first[:-1]}{alert.key}"


def behind(alert: Alert, site: Site) -> str:
    """Where the facts of an alert are read, and where something can be done about them."""
    if alert.rule in _ROLE_PAGES:
        return role_page(site, alert.support[0])
    if alert.rule is Rule.ROUND_CLOSED:
        return url_for(ROUND_PAGES[alert.room], site=site.slug)
    if alert.rule in (Rule.SIGNING, Rule.REVIEW):
        return url_for("agreement.version", site=site.slug, number=alert.counts["number"])
    if alert.rule is Rule.DECISION:
        return url_for("decisions.show", site=site.slug, number=alert.counts["number"])
    return url_for(_PAGES[alert.rule], site=site.slug)


_ROLE_PAGES = (Rule.STEP_LATE, Rule.LESS_COVERED, Rule.LEFT)
_PAGES = {
    Rule.SILENT: "sites.read_journal",
    Rule.CARRIES_MUCH: "roles.index",
    Rule.POSITION_OLD: "continuum.index",
    Rule.HOURS: "accompaniment.index",
}
ROUND_PAGES = {
    "continuum": "continuum.index",
    "readiness": "readiness.index",
    "survey": "survey.index",
}
"""Where the rounds of a room are listed."""


def beside(site: Site) -> list[tuple[str, str]]:
    """What a row leads to beside its roles: a label and an address each. A room that has a page to
    open from here adds its line, and nothing else changes."""
    return [
        (_("The seven roles"), url_for("roles.index", site=site.slug)),
        (_("The log"), url_for("accompaniment.index", site=site.slug)),
        (_("Note what I did"), url_for("accompaniment.note", site=site.slug)),
        (_("Preparing a visit"), url_for("visits.prepare", site=site.slug)),
        (_("Our liveliness"), url_for("liveliness.index", site=site.slug)),
        (_("The year"), url_for("yearly.show", site=site.slug)),
        (_("Handing this site over"), url_for("visits.dossier", site=site.slug)),
    ]


def kind_name(kind: Kind) -> str:
    """« Prochain pas »."""
    return say(f"kinds.{kind}")


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "say": say,
        "words": method.load("facilitation"),
        "role_name": role_name,
        "role_short": role_short,
        "all_short": all_short,
        "quarter_name": quarter_name,
        "since": since,
        "views_of": views_of,
        "spread_name": spread_name,
        "duration": duration,
        "name_of": name_of,
        "alert_name": alert_name,
        "alert_rule": alert_rule,
        "alert_next": alert_next,
        "alert_facts": alert_facts,
        "role_page": role_page,
        "alert_page": alert_page,
        "behind": behind,
        "beside": beside,
        "kind_name": kind_name,
        "near_day": near_day,
        "Coverage": Coverage,
        "SupportRole": SupportRole,
        "Rule": Rule,
    }
