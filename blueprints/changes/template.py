"""The table to fill in and bring back: its headings in the reader's language, an example, and what
each column may hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.changes.room import bp
from coopspace.changes import columns, rules
from coopspace.changes.rules import VISION, Effect, Level, Nature, Strength, System
from coopspace.changes.written import ChangeLine, LinkLine, Written
from coopspace.exports.sheets import Book, Column, Sheet
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_
from coopspace.plan import rules as plan_rules
from coopspace.plan.columns import ACTIONS, action_row
from coopspace.plan.rules import Effort, Kind, State
from coopspace.plan.written import ActionLine
from coopspace.sites.model import Site

_DIRECT = N_("Residents know what care exists near them")
_INTERMEDIATE = N_("Doctors and associations receive people together")
_ULTIMATE = N_("People look after each other’s health")
_WHO = (N_("Residents of the estate"), N_("Doctors, associations"))
_WHY = N_("Whoever knows an open door dares to push it.")
_SUPPOSES = N_("The door really is open at the hours that suit people.")
_ACTION = N_("Hold a health walk-in every Thursday, at the foot of the towers")
_TRIAL = N_("Try a map of doctors drawn by residents")
_PILOT = N_("The health centre")
_OTHERS = N_("The residents’ association")
_MEANS = N_("A room, two people half a day a week")


@bp.get(f"/importer/modele.<{TABLES}:suffix>")
@requires(Permission.CHANGE_EDIT)
def template(site: Site, suffix: str) -> ResponseReturnValue:
    """A table with three changes, a link and two actions for example: it can be brought in as it
    is."""
    return download("modele_strategie", suffix, book=_book(notes=suffix != "csv"))


def _example() -> Written:
    return Written(
        (
            ChangeLine(
                "D1",
                Level.DIRECT,
                gettext(_DIRECT),
                Nature.KNOWLEDGE,
                Effect.INTENDED,
                gettext(_WHO[0]),
                frozenset({System.CULTURAL}),
                "2028",
            ),
            ChangeLine(
                "I1",
                Level.INTERMEDIATE,
                gettext(_INTERMEDIATE),
                Nature.PRACTICE,
                Effect.INTENDED,
                gettext(_WHO[1]),
                frozenset({System.POLITICAL, System.ECONOMIC}),
                "2031-06",
            ),
            ChangeLine("U1", Level.ULTIMATE, gettext(_ULTIMATE), Nature.CULTURE, horizon="2036"),
        ),
        (
            LinkLine("D1", "I1", Strength.CLEAR, gettext(_WHY), gettext(_SUPPOSES)),
            LinkLine("I1", "U1"),
            LinkLine("U1", VISION),
        ),
    )


def _actions() -> tuple[ActionLine, ...]:
    """Two actions, the second of which supports the first."""
    return (
        ActionLine(
            1,
            gettext(_ACTION),
            state=State.UNDER_WAY,
            pilot_name=gettext(_PILOT),
            others=gettext(_OTHERS),
            starts=date(2027, 3, 4),
            ends=date(2027, 12, 16),
            effort=Effort.MODERATE,
            contributions=(("D1", Strength.DECISIVE), ("I1", Strength.SOME)),
            resources=gettext(_MEANS),
        ),
        ActionLine(
            2,
            gettext(_TRIAL),
            kind=Kind.EXPERIMENT,
            contributions=(("D1", Strength.CLEAR),),
            supports=(1,),
        ),
    )


def _book(*, notes: bool) -> Book:
    whole = _example()
    leads_to = whole.leads_to()
    return Book(
        title=str(_("Table of a change strategy, to fill in")),
        language=language(),
        made_at=clock.now().replace(microsecond=0),
        sheets=(
            Sheet(
                str(_("Changes")),
                tuple(Column(gettext(one)) for one in columns.CHANGES.values()),
                tuple(
                    columns.change_row(one, leads_to[one.code], gettext)[:-1]
                    for one in whole.changes
                ),
                _notes() if notes else (),
            ),
            Sheet(
                str(_("Links")),
                tuple(Column(gettext(one)) for one in columns.LINKS.values()),
                tuple(columns.link_row(one, gettext) for one in whole.links[:1]),
            ),
            Sheet(
                str(_("Actions")),
                tuple(Column(gettext(one)) for one in ACTIONS.values()),
                tuple(action_row(one, gettext) for one in _actions()),
            ),
        ),
        about=str(_("To read with it")),
    )


def _notes() -> tuple[tuple[str, str], ...]:
    said = {
        "code": _("Yours, or ours (D1, I1, U1). It may be left empty."),
        "level": _offered(rules.LEVEL_LABELS),
        "statement": _(
            "A situation reached, in one sentence. With the level, the only column to be filled."
        ),
        "nature": _offered(rules.NATURE_LABELS),
        "effect": _offered(rules.EFFECT_LABELS),
        "systems": _("Several, with commas: %(words)s", words=_offered(rules.SYSTEM_LABELS)),
        "horizon": _("A year, a month or a day: 2030, 06/2030, June 2030, 30/06/2030."),
        "leads_to": _(
            "The codes or the whole statements of other changes, with semicolons; V for the vision."
        ),
        "strength": _offered(rules.STRENGTH_LABELS),
        "assumption": _("The sheet of links is only needed for what is said of a link."),
        "state": _offered(plan_rules.STATE_LABELS),
        "pilot": _(
            "Its name as it stands on the map of our network; anybody else stands in the next "
            "column."
        ),
        "partners": _("Several, with semicolons."),
        "starts": _("A whole day: 30/06/2030."),
        "effort": _offered(plan_rules.EFFORT_LABELS),
        "contributions": _(
            "Of an action: the codes of changes, each with how much: D1 (3); I2 (1). 1 is a "
            "little, 2 clearly, 3 decisive."
        ),
        "supports": _("The numbers or the whole titles of other actions, with semicolons."),
    }
    labels = {**columns.CHANGES, **columns.LINKS, **ACTIONS}
    return tuple((gettext(labels[name]), str(words)) for name, words in said.items())


def _offered(labels: Mapping[Any, str]) -> str:
    return ", ".join(gettext(label) for label in labels.values())
