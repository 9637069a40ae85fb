"""The dashboard: where the site stands on its way to the vision, and what waits for somebody.

Everything on it is read from what really is there; a room that has nothing yet says so and offers
the first gesture. Fifteen queries at most, whatever the size of the site.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from babel.dates import format_date
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from blueprints._shared.gate import may, me, requires, standing
from blueprints._shared.reread import told_with
from blueprints._shared.speech import language
from blueprints.sites import mini
from blueprints.sites.cooperation import agreement, conditions, cooperation, decisions, roles
from blueprints.sites.journal_words import QUIET
from blueprints.sites.network import network
from blueprints.sites.next_steps import State, called, first_steps, steps
from blueprints.sites.room import site_bp as bp
from blueprints.sites.telling import Told, folded
from coopspace.agreement.glance import glance as agreement_glance
from coopspace.changes import strategy as strategies
from coopspace.changes.glance import Glance, glance
from coopspace.changes.rules import Level
from coopspace.decisions.glance import with_roles
from coopspace.discussed_kinds import open_to
from coopspace.discussion import reading as discussions
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.review.reading import Reading, look
from coopspace.review.rules import LOST, Finding
from coopspace.sites import circle, journal
from coopspace.sites.model import Membership, Site
from coopspace.vision import adoption
from coopspace.vision.glance import opened

TOLD = 6
"""How many moves are told."""
READ = 30
"""How many lines of the journal are read to tell them: neighbours are folded together."""


@dataclass(frozen=True)
class Strategy:
    """The station of the strategy."""

    chain: Glance
    levels: Counter[Level]
    wanted: int
    on_the_way: int
    warnings: tuple[Finding, ...]
    drawing: mini.Drawing


@dataclass(frozen=True)
class Moved:
    """Something that moved, in whose colour, with the words that it is about."""

    told: Told
    college: str
    words: str


@dataclass(frozen=True)
class Onward:
    """The main gesture of the page."""

    label: str
    href: str


@bp.get("/")
@requires(Permission.SITE_READ)
def dashboard(site: Site) -> ResponseReturnValue:
    """Where the site stands on its way to the vision."""
    session = db.session()
    members, voices = circle.voices(session, site)
    written, words, sentence_now = opened(session)
    vision = adoption.summary_of(session, site, written, standing=sentence_now)
    today = clock.today()
    mark = strategies.mark(session, site)
    strategy = _strategy(glance(session, site, mark=mark), look(session, site, today, mark=mark))
    deed = agreement_glance(session, person=me().id)
    calls = discussions.calls(session, me=me().id, kinds=open_to(standing().permissions))
    state = State(site, voices, vision, strategy.chain, strategy.warnings, may, deed, calls)
    setting_out = first_steps(state)
    decided, support = with_roles(session, me().id, today)
    return render_template(
        "sites/dashboard.html",
        today=format_date(today, "EEEE d MMMM y", locale=language()),
        voices=voices,
        vision=vision,
        reading=words,
        strategy=strategy,
        cooperation=cooperation(session, site),
        conditions=conditions(session, site),
        agreement=agreement(deed, site),
        decisions=decisions(decided, site),
        roles=roles(support, site),
        network=network(session, site),
        next_steps=called(state) if setting_out else steps(state),
        moved=_moved(session, site, members, strategy.chain.says),
        onward=_onward(state),
        first_steps=setting_out,
        members=[member for member in members if member.ended_at is None],
        **told_with(),
        me=me(),
    )


@lru_cache(maxsize=64)
def _strategy(chain: Glance, reading: Reading) -> Strategy:
    """Drawn once for as long as the chain does not change: nothing here depends on the reader."""
    warnings = reading.warnings
    lost = frozenset(one.codes[0] for one in warnings if one.rule in LOST)
    return Strategy(
        chain=chain,
        levels=Counter(node.level for node in chain.nodes),
        wanted=len(chain.wanted),
        on_the_way=len(chain.on_the_way),
        warnings=warnings,
        drawing=mini.draw(chain.nodes, chain.arcs, lost),
    )


def _moved(
    session: Session, site: Site, members: list[Membership], says: Mapping[str, str]
) -> list[Moved]:
    lines, actors = journal.moves(session, site, quiet=QUIET, limit=READ)
    names = {member.user_id: member.user.name for member in members} | actors
    colleges = {member.user_id: str(member.college or "support") for member in members}
    return [
        Moved(
            told=one,
            college=colleges.get(one.line.actor_id, "support") if one.line.actor_id else "",
            words=says.get(one.code, ""),
        )
        for one in islice(folded(site, lines, names), TOLD)
    ]


def _onward(state: State) -> Onward:
    """The one main button of a site on its way: what this very person can do now."""
    slug, mine = state.site.slug, standing().college
    awaited = mine is not None and state.vision.colleges[mine].stance is None
    if state.vision.text and awaited and may(Permission.VISION_CONSENT):
        return Onward(_("Say our position on the vision"), url_for("vision.show", site=slug))
    if may(Permission.CHANGE_EDIT):
        return Onward(_("Go on with the strategy"), url_for("changes.index", site=slug))
    return Onward(_("Read the strategy"), url_for("changes.index", site=slug))
