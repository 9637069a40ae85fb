"""Files of a round on the conditions and of the rounds over time: what the pages show."""

from functools import partial

from flask.typing import ResponseReturnValue

from blueprints._shared.downloads import FILES, download
from blueprints._shared.gate import requires
from blueprints.readiness.books import Shown, path_book, round_book
from blueprints.readiness.pictures import path_drawing, round_drawing
from blueprints.readiness.room import HOME, ROUND, bp
from coopspace.accounts import people
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.readiness import actions, results
from coopspace.rounds.holding import stage_of
from coopspace.sites.model import Site


@bp.get(f"{ROUND}.<{FILES}:suffix>")
@requires(Permission.READINESS_READ)
def round_file(site: Site, number: int, suffix: str) -> ResponseReturnValue:
    """One round, once its answers are shown on its page."""
    shown = _shown(site, number)
    return download(
        f"{site.slug}_conditions-{number}",
        suffix,
        book=round_book(shown),
        drawing=partial(round_drawing, shown),
    )


@bp.get(f"{HOME}.<{FILES}:suffix>")
@requires(Permission.READINESS_READ)
def path_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The eight round after round: revealed rounds only."""
    told = [one for one in results.story(db.session()) if one.results is not None]
    if not told:
        raise Refusal(N_("Nothing can be taken away before a first round is revealed."))
    return download(
        f"{site.slug}_conditions",
        suffix,
        book=path_book(site, told),
        drawing=partial(path_drawing, site, told),
    )


def _shown(site: Site, number: int) -> Shown:
    session = db.session()
    round_ = actions.round_of(session, number)
    found = results.results(session, round_)
    if found is None or not found.answered:
        raise Refusal(N_("Nothing can be taken away of a round before its answers are shown."))
    story = results.story(session)
    concluded = next((one.conclusions for one in story if one.round.id == round_.id), {})
    return Shown(
        site=site,
        round=round_,
        stage=stage_of(round_),
        results=found,
        conclusions=concluded,
        people=people.by_ids(session, [one.by for one in concluded.values()]),
    )
