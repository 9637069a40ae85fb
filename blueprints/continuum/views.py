"""The story of the rounds of a site, and the page of one round at every stage of its life."""

from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints._shared import device
from blueprints._shared.addresses import absolute
from blueprints._shared.gate import may, me, requires
from blueprints._shared.rounds import ActForm, EndForm, ProlongForm
from blueprints.continuum.room import HOME, ROUND, bp
from coopspace.accounts import people
from coopspace.advances.register import before_round, register, timeline
from coopspace.continuum import actions, answering, doors, results, rules
from coopspace.continuum.model import ContinuumRound
from coopspace.continuum.rules import Stage
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.rounds.rules import RUNNING
from coopspace.sites.model import Site


@bp.get(HOME)
@requires(Permission.CONTINUUM_READ)
def index(site: Site) -> ResponseReturnValue:
    """Round after round: where each one stood, what was concluded, which advances were told."""
    story = results.story(db.session())
    told = [one for one in story if one.results is not None]
    kept = register(db.session())
    running = next((one for one in story if one.stage in RUNNING), None)
    return render_template(
        "continuum/index.html",
        site=site,
        running=running,
        answered=actions.answers_count(db.session(), running.round) if running else 0,
        invited=actions.invited_count(db.session(), running.round) if running else 0,
        mine=_mine(site, running.round) if running else None,
        told=told,
        path=timeline(kept, [one.round for one in told]),
        file=partial(url_for, ".path_file", site=site.slug),
        ended=[one for one in story if one.stage is Stage.ENDED],
    )


@bp.get(ROUND)
@requires(Permission.CONTINUUM_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One round. Until its reveal, a count of answers is all that it says of them."""
    round_ = actions.round_of(db.session(), number)
    return render_template(
        "continuum/round.html",
        site=site,
        file=partial(url_for, ".round_file", site=site.slug, number=number),
        **round_page(site, round_),
    )


def round_page(site: Site, round_: ContinuumRound) -> dict[str, Any]:
    """What the page of a round shows."""
    session = db.session()
    stage, shown = actions.stage_of(round_), results.results(session, round_)
    conclusion = actions.conclusion_of(session, round_) if shown else None
    door = doors.door_of(session, round_) if may(Permission.CONTINUUM_RUN) else None
    acted = (round_.opened_by, round_.revealed_by, round_.ended_by)
    return {
        "round": round_,
        "stage": stage,
        "running": stage in RUNNING,
        "answered": shown.answered if shown else actions.answers_count(session, round_),
        "invited": shown.invited if shown else actions.invited_count(session, round_),
        "results": shown,
        "since": before_round(session, round_) if shown else (),
        "before": results.before(results.story(session), round_) if shown else None,
        "conclusion": conclusion,
        "people": people.by_ids(session, (*acted, conclusion.by if conclusion else None)),
        "mine": _mine(site, round_),
        "can_answer": may(Permission.CONTINUUM_ANSWER)
        and rules.takes_answers(stage, anonymous=round_.anonymous),
        "door": door,
        "join_url": absolute(".enter", join_token=door.token) if door else "",
        "code_lives": bool(door and door.code_until > clock.now()),
        "act": ActForm(),
        "prolonging": ProlongForm(formdata=None),
        "ending": EndForm(formdata=None),
    }


def _mine(site: Site, round_: ContinuumRound) -> bool | None:
    """Whether the reader has answered; None for who takes no position."""
    if not may(Permission.CONTINUUM_ANSWER):
        return None
    author = answering.member(db.session(), site, by=me(), device=device.held() or device.NONE)
    return answering.has_answered(db.session(), round_, author)
