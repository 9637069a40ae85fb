"""How far actions reach, for how much effort; and what if only some of them were kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints._shared.gate import requires
from blueprints._shared.texts import number
from blueprints.plan.room import HOME, bp
from coopspace.changes.rules import VISION, Strength
from coopspace.changes.strategy import strategy_view
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.plan.chain import ways
from coopspace.plan.leverage import (
    Candidate,
    Ranked,
    Ways,
    candidate,
    ranked,
    without_support,
)
from coopspace.plan.reading import Line, plan
from coopspace.plan.rules import State
from coopspace.plan.timeline import LONG, timeline
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Reach:
    """How far an action reaches, and why it stands where it stands, in sentences."""

    line: Line
    ranked: Ranked
    way: str
    says: tuple[str, ...]


@bp.get(f"{HOME}/levier")
@requires(Permission.PLAN_READ)
def leverage(site: Site) -> ResponseReturnValue:
    """The actions by how far they reach; `?garder=1&garder=3` says which would be kept."""
    session = db.session()
    lines, chain = plan(session), ways(session, site)
    ahead = [one for one in lines if one.ahead]
    ticked = {number(one) for one in request.args.getlist("garder")} & {one.number for one in ahead}
    kept = [one for one in ahead if not ticked or one.number in ticked]
    done = [one for one in lines if one.said.state is State.DONE]
    left = [one for one in ahead if one not in kept]
    view = strategy_view(session, site)
    bare = without_support(chain, _compared([*kept, *done]), _compared(left))
    return render_template(
        "plan/leverage.html",
        site=site,
        rows=reaches(chain, ahead),
        ticked=ticked,
        bare=[(card, bare[card.code]) for card in view.cards if card.code in bare],
        held=len(chain.codes) - len(chain.unwanted) - len(bare),
        wanted=len(chain.codes) - len(chain.unwanted),
        leaning=[
            (one, [other for other in left if other.number in one.supports])
            for one in kept
            if any(other.number in one.supports for other in left)
        ],
        by_number={one.number: one for one in lines},
        done=done,
        total=len(lines),
    )


@bp.get(f"{HOME}/frise")
@requires(Permission.PLAN_READ)
def over_time(site: Site) -> ResponseReturnValue:
    """The plan along the days, then the same as a table."""
    lines = plan(db.session())
    return render_template(
        "plan/timeline.html",
        site=site,
        drawn=timeline(lines, today=clock.today()),
        long=LONG,
        total=len(lines),
    )


def reaches(chain: Ways, lines: Sequence[Line]) -> list[Reach]:
    """How far these actions reach, those that nothing does better than first."""
    by_number = {one.number: one for one in lines}
    return [_told(chain, by_number[one.number], one) for one in ranked(chain, _compared(lines))]


def reach_of(chain: Ways, line: Line, lines: Iterable[Line]) -> Reach | None:
    """How far one action reaches, beside all that is ahead; None once it is not to be done."""
    if not line.ahead:
        return None
    found = ranked(chain, _compared(one for one in lines if one.ahead))
    return _told(chain, line, next(one for one in found if one.number == line.number))


def _compared(lines: Iterable[Line]) -> list[Candidate]:
    return [candidate(one.number, one.said.effort, one.contributions) for one in lines]


def _told(chain: Ways, line: Line, one: Ranked) -> Reach:
    given = [(code, int(strength)) for code, strength in line.contributions.items()]
    way, _grade = chain.best_way(given)
    return Reach(
        line=line,
        ranked=one,
        way=" → ".join(_("the vision") if code == VISION else code for code in way),
        says=tuple(_reasons(one, chain.beside(given))),
    )


def _reasons(one: Ranked, beside: Sequence[str]) -> Iterable[str]:
    """Why an action stands where it stands."""
    if not one.reached:
        yield _("It contributes to no change of the chain: say what it is for.")
        return
    yield _vision_says(one.vision)
    yield _better_says(one)
    if one.effort is None:
        yield _("Its effort is not said: it is taken as the heaviest.")
    if beside:
        yield _(
            "To watch: it may also lead to %(codes)s, which nobody wants.",
            codes=", ".join(beside),
        )


def _vision_says(grade: int) -> str:
    if not grade:
        return str(_("No path leads from it to the vision yet."))
    said = {
        Strength.DECISIVE: _("It goes all the way to the vision, decisively."),
        Strength.CLEAR: _("It goes all the way to the vision, clearly."),
        Strength.SOME: _("It goes all the way to the vision, a little."),
    }
    return str(said[Strength(grade)])


def _better_says(one: Ranked) -> str:
    if not one.better:
        return str(
            _("No other action does better: as far for less effort, or further for as much.")
        )
    named = ", ".join(str(number) for number in one.named)
    more = "…" if one.better > len(one.named) else ""
    return str(
        ngettext(
            "%(num)s action goes at least as far for no more effort: no. %(named)s.",
            "%(num)s actions go at least as far for no more effort: no. %(named)s.",
            one.better,
            named=named + more,
        )
    )
