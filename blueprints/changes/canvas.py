"""The strategy on one page, and the same facts as a table, as a reading, as what has ended."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints._shared.assets import asset
from blueprints._shared.gate import may, requires
from blueprints._shared.planned import plan_words
from blueprints._shared.reread import first_asked, marks, told_with
from blueprints._shared.speech import language
from blueprints.changes.drawing import Reader, drawn, horizon
from blueprints.changes.forms import grouped
from blueprints.changes.room import bp, canvas, page, until, words
from coopspace import method
from coopspace.changes import rules, strategy
from coopspace.changes.board import Asked, Board, board
from coopspace.changes.chain import build
from coopspace.changes.held import find
from coopspace.changes.reading import paths
from coopspace.changes.rules import VISION, System
from coopspace.changes.strategy import StrategyView
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.live import store
from coopspace.plan.reading import contributors
from coopspace.review.reading import look
from coopspace.sites.model import Site


@bp.get("")
@requires(Permission.CHANGE_READ)
def index(site: Site) -> ResponseReturnValue:
    """The canvas; `?carte=I4` opens a card, `?systeme=political` puts a system forward."""
    session = db.session()
    standing = strategy.mark(session, site)
    view = strategy.strategy_view(session, site)
    chosen = request.args.get("carte", "").strip().upper()
    if chosen and all(card.code != chosen for card in view.cards):
        return _elsewhere(site, chosen)
    vision = horizon(site)
    asked = Asked(chosen, _system(), "deplie" in request.args)
    reader = Reader(
        slug=site.slug,
        locale=language(),
        edits=may(Permission.CHANGE_EDIT),
        links=may(Permission.LINK_EDIT),
        sprite=asset("icons/sprite.svg"),
    )
    seen = look(session, site, clock.today(), mark=standing)
    on_cards = marks(seen.found)
    shown = board(view.cards, view.links, asked, on_cards)
    sheet = strategy.sheet(session, chosen) if chosen else None
    return render_template(
        "changes/strategy.html",
        site=site,
        board=shown,
        system=asked.system,
        words=words(),
        method=method.load("changes"),
        sheet=sheet,
        contributing=contributors(session, sheet.id)
        if sheet and may(Permission.PLAN_READ)
        else None,
        **plan_words(),
        ties={(link.source, link.target): link for link in view.links} if chosen else {},
        offered=offered(view, shown) if chosen else {},
        vision=vision,
        canvas=drawn(view, asked, vision, reader, on_cards),
        review=seen,
        first_asked=first_asked(seen),
        **told_with(),
        mark=standing,
        can_undo=reader.edits and not chosen and strategy.can_undo(session),
        until=until,
        longest=store.LONGEST,
    )


@bp.get("/etat.txt")
@requires(Permission.CHANGE_READ)
def mark(site: Site) -> ResponseReturnValue:
    """Whether anything changed since a page was drawn: it compares this with the mark it bears."""
    return Response(strategy.mark(db.session(), site), mimetype="text/plain")


@bp.get("/tableau")
@requires(Permission.CHANGE_READ)
def table(site: Site) -> ResponseReturnValue:
    """The same facts as a table."""
    session = db.session()
    view = strategy.strategy_view(session, site)
    seen = look(session, site, clock.today())
    return render_template(
        "changes/table.html",
        site=site,
        view=view,
        board=board(view.cards, view.links, marks=marks(seen.found)),
        review=seen,
        words=words(),
        until=until,
        **told_with(),
    )


@bp.get("/lecture")
@requires(Permission.CHANGE_READ)
def read(site: Site) -> ResponseReturnValue:
    """The chain read path by path, then change by change."""
    view = strategy.strategy_view(db.session(), site)
    return render_template(
        "changes/reading.html",
        site=site,
        reading=paths(build(view.nodes, view.arcs)),
        says={card.code: card.statement for card in view.cards},
        board=board(view.cards, view.links),
        words=words(),
    )


@bp.get("/finis")
@requires(Permission.CHANGE_READ)
def ended(site: Site) -> ResponseReturnValue:
    """What has ended: changes and links, with the way back."""
    session = db.session()
    return render_template(
        "changes/ended.html",
        site=site,
        changes=strategy.ended_changes(session),
        links=strategy.ended_links(session),
        words=words(),
    )


def offered(view: StrategyView, shown: Board) -> dict[str, list[tuple[str, str]]]:
    """What the chosen card could lead to: the changes of its level or later, and the vision."""
    here = shown.chosen
    if here is None:
        return {}
    rank = here.row.level.rank
    groups = grouped(
        row
        for row in view.cards
        if row.level.rank >= rank and row.code != here.code and row.code not in here.leads_to
    )
    if VISION not in here.leads_to:
        groups[gettext("The vision")] = [(VISION, gettext("The vision"))]
    return groups


def _system() -> System | None:
    asked = request.args.get("systeme", "")
    return System(asked) if asked in set(System) else None


def _elsewhere(site: Site, code: str) -> ResponseReturnValue:
    """A code that no living change bears: where it lives today, or the page of what has ended."""
    if rules.parse_code(code) is None:
        raise NotFound
    change = find(db.session(), code)
    if change.ended_at is not None:
        return redirect(page(site, change.code), code=303)
    return redirect(canvas(site, change.code), code=303)
