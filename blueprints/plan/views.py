"""The plan as people read it: by state, by change, by organisation; and one action."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared.gate import requires
from blueprints.plan.forms import SiftForm
from blueprints.plan.reaching import reach_of
from blueprints.plan.room import ACTION, HOME, bp
from coopspace.accounts import people
from coopspace.changes.rules import Level
from coopspace.changes.strategy import CardRow, strategy_view
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.plan.chain import ways
from coopspace.plan.held import action_of
from coopspace.plan.reading import Line, carried, contributing, plan, tellings
from coopspace.plan.rules import State
from coopspace.sites.model import Site

READ_FIRST = (State.UNDER_WAY, State.DECIDED, State.IDEA, State.DONE, State.STOPPED)
"""What is being done comes first, what was stopped last."""


@bp.get(HOME)
@requires(Permission.PLAN_READ)
def index(site: Site) -> ResponseReturnValue:
    """Every action, under where it stands."""
    lines = plan(db.session())
    sift = SiftForm(request.args)
    found = sift.found(lines)
    return render_template(
        "plan/index.html",
        site=site,
        sift=sift,
        groups=[
            (state, some)
            for state in READ_FIRST
            if (some := [one for one in found if one.said.state is state])
        ],
        shown=len(found),
        total=len(lines),
        says=statements(site),
        file=partial(url_for, ".plan_file", site=site.slug),
    )


@bp.get(f"{HOME}/par-changement")
@requires(Permission.PLAN_READ)
def by_change(site: Site) -> ResponseReturnValue:
    """Each change with the actions that contribute to it; those that have none are said too."""
    session = db.session()
    lines = plan(session)
    cards = strategy_view(session, site).cards
    rows = [(card, contributing(lines, card.code)) for card in cards]
    return render_template(
        "plan/by_change.html",
        site=site,
        levels=[
            (level, some)
            for level in Level
            if (some := [row for row in rows if row[0].level is level])
        ],
        loose=[one for one in lines if one.counts and not one.contributions],
        bare=sum(not any(one.counts for one, _strength in some) for _card, some in rows),
        total=len(lines),
    )


@bp.get(f"{HOME}/qui-porte-quoi")
@requires(Permission.PLAN_READ)
def by_organisation(site: Site) -> ResponseReturnValue:
    """Who carries what."""
    lines = plan(db.session())
    return render_template(
        "plan/by_organisation.html", site=site, carried=carried(lines), total=len(lines)
    )


@bp.get(ACTION)
@requires(Permission.PLAN_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One action, what it contributes to, and how it was said before."""
    session = db.session()
    action = action_of(session, number)
    told = tellings(session, action)
    lines = plan(session)
    line = line_of(lines, number)
    chain = ways(session, site)
    return page(
        site,
        line,
        "plan/show.html",
        reach=reach_of(chain, line, lines),
        grades=chain.grades(line.contributions.items()),
        told=told,
        beside=[one for one in lines if number in one.supports],
        people=people.by_ids(session, [*(one.by for one in told), action.written_by]),
    )


def line_of(lines: Iterable[Line], number: int) -> Line:
    """The action of this number. Raises NotFound."""
    for one in lines:
        if one.number == number:
            return one
    raise NotFound


def page(site: Site, line: Line, template: str, **more: Any) -> str:
    """A page of one action."""
    return render_template(template, site=site, line=line, says=statements(site), **more)


def cards_of(site: Site) -> tuple[CardRow, ...]:
    """The living changes, in reading order."""
    return strategy_view(db.session(), site).cards


def statements(site: Site) -> dict[str, str]:
    """What each living change says, by its code."""
    return {card.code: card.statement for card in cards_of(site)}
