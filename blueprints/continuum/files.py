"""Files of a round and of the path of rounds: what the pages show, and nothing before."""

from functools import partial

from flask.typing import ResponseReturnValue

from blueprints._shared.downloads import FILES, download
from blueprints._shared.gate import requires
from blueprints.continuum import sentences
from blueprints.continuum.books import Shown, path_book, round_book
from blueprints.continuum.pictures import path_drawing, round_drawing
from blueprints.continuum.room import HOME, ROUND, bp
from coopspace.accounts import people
from coopspace.continuum import actions, results
from coopspace.extensions import db
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site


@bp.get(f"{ROUND}.<{FILES}:suffix>")
@requires(Permission.CONTINUUM_READ)
def round_file(site: Site, number: int, suffix: str) -> ResponseReturnValue:
    """One round, once its answers are shown on its page."""
    shown = _shown(site, number)
    return download(
        f"{site.slug}_tour-{number}",
        suffix,
        book=round_book(shown),
        drawing=partial(round_drawing, shown),
        lead=sentences.all_of(shown.results, shown.before),
    )


@bp.get(f"{HOME}.<{FILES}:suffix>")
@requires(Permission.CONTINUUM_READ)
def path_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The path of the site, round after round: revealed rounds only."""
    told = [one for one in results.story(db.session()) if one.results is not None]
    if not told:
        raise Refusal(N_("Nothing can be taken away before a first round is revealed."))
    return download(
        f"{site.slug}_continuum",
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
    conclusion = actions.conclusion_of(session, round_)
    return Shown(
        site=site,
        round=round_,
        stage=actions.stage_of(round_),
        results=found,
        before=results.before(results.story(session), round_),
        conclusion=conclusion,
        people=people.by_ids(session, (conclusion.by if conclusion else None,)),
    )
