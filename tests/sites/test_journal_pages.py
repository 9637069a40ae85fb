"""The journal in sentences: every action that the code records has its own."""

import ast
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from blueprints.sites import telling
from blueprints.sites.journal_kinds import KIND_LABELS, Kind
from blueprints.sites.journal_words import LINES, QUIET
from coopspace import demo
from coopspace.accounts.model import User
from coopspace.kernel import audit, clock
from coopspace.kernel.saving import saving
from coopspace.paths import TEMPLATES
from coopspace.sites.journal import Line
from tests.sites.reading import SITE, words
from tests.visitor import Visitor
from tests.world import World

ROOT = TEMPLATES.parent


def test_the_journal_is_filtered_by_kind_and_an_unknown_kind_is_nowhere(
    visitor: Visitor, world: World
):
    visitor.sign_in(world.state)
    assert "ouvre le site" in words(visitor.get(f"{SITE}/journal"))
    assert "ouvre le site" not in words(visitor.get(f"{SITE}/journal?sur=membres"))
    assert "Pas encore de ligne" in words(visitor.get(f"{SITE}/journal?sur=vision"))
    visitor.get(f"{SITE}/journal?sur=rien", status=404)
    visitor.get(f"{SITE}/journal?avant=abc")


def test_a_name_in_the_journal_is_never_markup(visitor: Visitor, session: Session, world: World):
    with saving(session):
        session.get_one(User, world.observer.id).name = "<b>Omar</b> %(who)s [0]"
    page = visitor.sign_in(world.state).get(f"{SITE}/journal").text
    assert "&lt;b&gt;Omar&lt;/b&gt; %(who)s [0]" in page


def test_a_line_from_a_later_version_is_shown(visitor: Visitor, session: Session, world: World):
    with saving(session):
        audit.record(
            session,
            "tomorrow:act",
            site_id=world.site.id,
            actor_id=world.state.id,
            on=("thing", 1),
        )
    seen = words(visitor.sign_in(world.state).get(f"{SITE}/journal"))
    assert "un geste que cette version ne sait pas nommer" in seen


def recorded_actions() -> set[str]:
    """Every text of the shape of an action in the product, and those that are put together."""
    found: set[str] = set()
    for path in (*ROOT.glob("coopspace/**/*.py"), *ROOT.glob("blueprints/**/*.py")):
        if path.name == "permissions.py" or path.name.startswith("journal_"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"[a-z]{3,}:[a-z_]+", text):
                found.add(text)
    texts = {
        f"{which}:{act}"
        for which in ("vision", "reading")
        for act in ("reword", "keep_aside", "restore")
    }
    clauses = {f"clause:{act}" for act in ("reword", "keep_aside", "restore")}
    parts = {f"agreement:{act}" for act in ("add", "describe", "restore", "end", "bring_back")}
    parts |= {f"agreement:{act}" for act in ("name", "unname", "take", "bring")}
    return found | texts | clauses | parts | {"vision:consent", "vision:objection"}


def test_every_action_that_the_code_records_has_its_sentence():
    assert recorded_actions() - set(LINES) == set()


def test_no_sentence_tells_an_action_that_nothing_records():
    assert set(LINES) - recorded_actions() == set()


def test_every_sentence_of_the_journal_can_be_told(app: Flask, world: World):
    with app.test_request_context():
        for action in sorted(LINES):
            line = Line(seq=1, at=clock.now(), actor_id=None, action=action, details={})
            assert telling.told(world.site, line, {}).sentence


def test_every_kind_of_a_site_has_its_filter_and_every_quiet_act_its_sentence():
    assert set(KIND_LABELS) == set(Kind) - {Kind.ACCOUNTS}
    assert set(LINES) >= QUIET


@pytest.mark.engines("sqlite")
def test_everything_that_the_demonstration_did_is_told(app: Flask, session: Session):
    with saving(session):
        demo.load(session)
    played = {row.action for row in session.query(audit.AuditEvent).all()}
    assert played <= set(LINES)
