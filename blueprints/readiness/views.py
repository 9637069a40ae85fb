"""The story of the rounds on the conditions, and the page of one round at every stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import may, requires
from blueprints._shared.rounds import ActForm, EndForm, ProlongForm
from blueprints._shared.speech import language
from blueprints.readiness.answering import author_here
from blueprints.readiness.room import HOME, ROUND, bp
from coopspace import method
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.readiness import actions, results
from coopspace.readiness.model import ReadinessRound
from coopspace.readiness.results import Results
from coopspace.readiness.rules import (
    ALONE,
    CONDITIONS,
    NEIGHBOURS,
    PRECONDITIONS,
    Item,
    Lens,
)
from coopspace.rounds.holding import stage_of
from coopspace.rounds.rules import RUNNING, Stage, takes_answers
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Heading:
    """Items that are read under one heading; `key` names it in the page."""

    key: str
    title: str
    items: tuple[Item, ...]
    says: str = ""
    source: method.Source | None = None


@bp.get(HOME)
@requires(Permission.READINESS_READ)
def index(site: Site) -> ResponseReturnValue:
    """Round after round: where each of the eight stood, and what was concluded."""
    story = results.story(db.session())
    running = next((one for one in story if one.stage in RUNNING), None)
    lens = _lens()
    return render_template(
        "readiness/index.html",
        site=site,
        running=running,
        answered=actions.answers_count(db.session(), running.round) if running else 0,
        invited=actions.invited_count(db.session(), running.round) if running else 0,
        mine=_mine(site, running.round) if running else None,
        told=[one for one in story if one.results is not None],
        ended=[one for one in story if one.stage is Stage.ENDED],
        lens=lens,
        headings=_headings(lens),
        file=partial(url_for, ".path_file", site=site.slug),
    )


@bp.get(ROUND)
@requires(Permission.READINESS_READ)
def show(site: Site, number: int) -> ResponseReturnValue:
    """One round. Until its reveal, a count of answers is all that it says of them."""
    round_ = actions.round_of(db.session(), number)
    return render_template("readiness/round.html", site=site, **_page(site, round_))


def _page(site: Site, round_: ReadinessRound) -> dict[str, Any]:
    session = db.session()
    stage, shown = stage_of(round_), results.results(session, round_)
    story = results.story(session) if shown else []
    concluded = next((one.conclusions for one in story if one.round.id == round_.id), {})
    acted = (round_.opened_by, round_.revealed_by, round_.ended_by)
    lens = _lens()
    return {
        "round": round_,
        "stage": stage,
        "running": stage in RUNNING,
        "answered": shown.answered if shown else actions.answers_count(session, round_),
        "invited": shown.invited if shown else actions.invited_count(session, round_),
        "results": shown,
        "before": results.before(story, round_),
        "conclusions": concluded,
        "people": people.by_ids(session, (*acted, *(one.by for one in concluded.values()))),
        "mine": _mine(site, round_),
        "can_answer": may(Permission.READINESS_ANSWER)
        and takes_answers(stage, anonymous=round_.anonymous),
        "lens": lens,
        "headings": _headings(lens) if lens is Lens.EARLIER or not shown else _looked_at(shown),
        "file": partial(url_for, ".round_file", site=site.slug, number=round_.number),
        "act": ActForm(),
        "prolonging": ProlongForm(formdata=None),
        "ending": EndForm(formdata=None),
    }


def _lens() -> Lens:
    """Which vocabulary the address asks for; ours for anything else."""
    return Lens.EARLIER if request.args.get("lunette") == Lens.EARLIER else Lens.OURS


def _headings(lens: Lens) -> Sequence[Heading]:
    """The eight under the headings of a vocabulary, in the order of the method."""
    words, locale = method.load("readiness"), language()
    if lens is Lens.OURS:
        return [
            Heading(
                key,
                words.text(f"kinds.{key}", locale),
                items,
                words.text(f"kinds.{key}_say", locale),
            )
            for key, items in (("preconditions", PRECONDITIONS), ("conditions", CONDITIONS))
        ]
    found = [
        Heading(
            f"of-2011-{earlier}",
            words.text(f"earlier.{earlier}.label", locale),
            (item,),
            words.text(f"earlier.{earlier}.differs", locale),
        )
        for earlier, item in NEIGHBOURS.items()
    ]
    alone = words["lens.alone_say"]
    title = words.text("lens.alone", locale)
    return [*found, Heading("of-2011-none", title, ALONE, alone.text(locale), alone.source)]


def _looked_at(shown: Results) -> Sequence[Heading]:
    """What to look at together first, then the others."""
    look = shown.look
    rest = tuple(item for item in Item if item not in look)
    headings = []
    if look:
        says = _("We see these most differently: a difference is a subject, not a fault.")
        headings.append(Heading("look", _("To look at together"), look, says))
    if rest:
        title = _("Where our answers touch") if look else _("The eight, one by one")
        headings.append(Heading("rest", title, rest))
    return headings


def _mine(site: Site, round_: ReadinessRound) -> bool | None:
    """Whether the reader has answered; None for who does not judge."""
    if not may(Permission.READINESS_ANSWER):
        return None
    author = author_here(site)
    return actions.has_answered(db.session(), round_, author)
