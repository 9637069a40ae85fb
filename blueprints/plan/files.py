"""The plan to take away: its actions, what they contribute to, how far they reach."""

from collections.abc import Mapping, Sequence

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.downloads import TABLES, download
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.planned import effort_name, kind_name, state_name, strength_name
from blueprints._shared.speech import language
from blueprints.plan.reaching import Reach, reaches
from blueprints.plan.room import HOME, bp
from blueprints.plan.views import statements
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.plan.chain import ways
from coopspace.plan.reading import Line, plan
from coopspace.sites.model import Site


@bp.get(f"{HOME}/export.<{TABLES}:suffix>")
@requires(Permission.PLAN_READ)
def plan_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The whole plan as tables."""
    session = db.session()
    lines = plan(session)
    reached = reaches(ways(session, site), [one for one in lines if one.ahead])
    notes = ((str(_("Site")), site.name), (str(_("Made on")), day(clock.now())))
    book = Book(
        title=f"{_('Action plan')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=(
            Sheet(
                str(_("Action plan")), _of_actions(), tuple(_action(one) for one in lines), notes
            ),
            Sheet(
                str(_("Contributions")),
                _of_contributions(),
                _contributions(lines, statements(site)),
            ),
            Sheet(str(_("Leverage")), _of_reaches(), tuple(_reach(one) for one in reached)),
        ),
        about=str(_("To read with it")),
    )
    return download(f"{site.slug}_actions", suffix, book=book)


def _columns(some: Sequence[tuple[str, Kind]]) -> tuple[Column, ...]:
    return tuple(Column(str(heading), kind) for heading, kind in some)


def _of_actions() -> tuple[Column, ...]:
    return _columns(
        [
            (_("Number"), Kind.NUMBER),
            *((one, Kind.TEXT) for one in (_("What is to be done"), _("Kind"))),
            (_("Where the action stands"), Kind.TEXT),
            (_("Why it stands there"), Kind.TEXT),
            *((one, Kind.TEXT) for one in (_("Pilot"), _("Partners"))),
            *((one, Kind.DAY) for one in (_("Starts on"), _("Ends on"))),
            *((one, Kind.TEXT) for one in (_("Effort"), _("Contributes to"))),
            (_("Supported by"), Kind.TEXT),
            *((one, Kind.TEXT) for one in (_("Resources"), _("What was learnt"))),
        ]
    )


def _action(one: Line) -> tuple[Cell, ...]:
    said = one.said
    return (
        one.number,
        said.title,
        kind_name(said.kind),
        state_name(said.state),
        said.why or None,
        one.pilot or None,
        ", ".join([*one.partners, *([said.others] if said.others else [])]) or None,
        said.starts,
        said.ends,
        effort_name(said.effort) if said.effort else None,
        ", ".join(one.contributions) or None,
        ", ".join(str(number) for number in one.supports) or None,
        said.resources or None,
        said.learnt or None,
    )


def _of_contributions() -> tuple[Column, ...]:
    return _columns(
        [
            (_("Number"), Kind.NUMBER),
            *((one, Kind.TEXT) for one in (_("What is to be done"), _("Code"), _("Change"))),
            (_("How much"), Kind.TEXT),
        ]
    )


def _contributions(lines: Sequence[Line], says: Mapping[str, str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (one.number, one.said.title, code, says.get(code), strength_name(strength))
        for one in lines
        for code, strength in one.contributions.items()
    )


def _of_reaches() -> tuple[Column, ...]:
    return _columns(
        [
            (_("Number"), Kind.NUMBER),
            *((one, Kind.TEXT) for one in (_("What is to be done"), _("Effort"))),
            *((one, Kind.NUMBER) for one in (_("Changes reached"), _("decisively"))),
            *((one, Kind.NUMBER) for one in (_("clearly"), _("a little"))),
            (_("Why"), Kind.TEXT),
        ]
    )


def _reach(one: Reach) -> tuple[Cell, ...]:
    return (
        one.line.number,
        one.line.said.title,
        effort_name(one.line.said.effort),
        one.ranked.reached,
        *one.ranked.split,
        " ".join((*one.says, one.way)).strip(),
    )
