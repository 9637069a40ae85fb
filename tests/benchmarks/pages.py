"""How long pages take on the server, beside bare Flask pages in the same run.

`python -m tests.benchmarks.pages [rounds]`. The site has 60 changes and 150 links. Three pages are
asked in turn, round after round, through the same WSGI client: the real one (gate, session,
database, everything); the *same template* rendered by a bare Flask application from the very values
that the real page gave it, held in memory; and a bare Flask and Jinja page that only writes the
finished bytes, line by line.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, g, render_template_string, template_rendered
from markupsafe import Markup
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import Client

from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.changes import actions as changes
from coopspace.changes.linking import link
from coopspace.changes.rules import Level, System
from coopspace.config import Settings
from coopspace.extensions import db
from coopspace.kernel import storage
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from tests import world as builders
from tests.agreement.acts import half_written
from tests.agreement.signed import half_signed
from tests.decisions.acts import two_decisions
from tests.exports.samples import STATEMENTS
from tests.world import World

CHANGES, LINKS, MOST = 60, 150, 3.0
PAGES = {
    "strategy": "strategie",
    "dashboard": "",
    "agreement": "entente",
    "version": "entente/versions/1",
    "decisions": "decisions",
}
CAST = ("state", "authority", "civil", "contributor", "facilitator")
PROXIES = ("g", "request", "session")
LINES = "{% for line in lines %}{{ line }}{% endfor %}"


def main(rounds: int) -> bool:
    """Print the medians; whether each page stays within three times the same template alone."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40)
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            grow(session, world)
            agree(session, world)
            with saving(session):
                token = sessions.start(session, world.state)
            slug = world.site.slug
        app = create_app(settings)
        client = app.test_client()
        client.set_cookie(app.config["COOKIE"], token)
        good = True
        for name, path in PAGES.items():
            good &= compare(app, client, name, f"/sites/{slug}/{path}", rounds)
    return good


def grow(session: Session, world: World) -> None:
    """A chain of 60 changes and 150 links, built as people build it."""
    chance = random.Random(7)
    with saving(session), in_site(session, world.site.id):
        order = list(Level)
        levels = [Level.DIRECT] * 28 + [Level.INTERMEDIATE] * 21 + [Level.ULTIMATE] * 11
        texts = [one for several in STATEMENTS.values() for one, _systems in several]
        made = [
            changes.add(
                session,
                world.site,
                by=world.state,
                level=level,
                statement=texts[number % len(texts)],
                systems=chance.sample(list(System), chance.choice((1, 1, 2))),
                leads_to=("V",) if level is Level.ULTIMATE else (),
            )
            for number, level in enumerate(levels)
        ]
        rank = {one.id: order.index(Level(one.level)) for one in made}
        pairs = [(a, b) for a in made for b in made if rank[a.id] < rank[b.id]]
        for source, target in chance.sample(pairs, LINKS - 11):
            link(session, source, target=target, by=world.state)


def agree(session: Session, world: World) -> None:
    """An agreement half written, with a version that one has signed, and decisions."""
    cast = {name: getattr(world, name) for name in CAST}
    with saving(session), in_site(session, world.site.id):
        half_written(session, world.site, world.state, "")
        half_signed(session, world.site, world.state, "")
        two_decisions(session, world.site, cast, "")


def compare(app: Flask, client: Client, name: str, address: str, rounds: int) -> bool:
    """Measure one page beside its two bare versions, and count its questions to the database."""
    bodies: list[tuple[Any, dict[str, Any]]] = []
    known: dict[str, Any] = {}
    queries = 0

    def keep(_sender: Flask, template: Any, context: dict[str, Any], **_: Any) -> None:
        values = {key: value for key, value in context.items() if key not in PROXIES}
        bodies.append((template, values))
        known.update(vars(g._get_current_object()))

    def note(*_: Any) -> None:
        nonlocal queries
        queries += 1

    client.get(address)
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    template_rendered.connect(keep, app)
    answer = client.get(address)
    template_rendered.disconnect(keep, app)
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    template, context = bodies[-1]
    lines = [Markup(line) for line in answer.text.splitlines(keepends=True)]
    same = bare(app, lambda: template.render(context), known)
    plain = Flask("plain")
    plain.config["TESTING"] = True
    plain.add_url_rule("/", view_func=lambda: render_template_string(LINES, lines=lines))
    asked = (
        lambda: client.get(address),
        lambda: same.get(address),
        lambda: plain.test_client().get("/"),
    )
    real, template_only, bytes_only = interleaved(asked, rounds)
    ratio = real / template_only
    sys.stdout.write(
        f"{name}: {len(answer.data) / 1000:.0f} kB, {queries} statements; median {real:.1f} ms, "
        f"same template from memory {template_only:.1f} ms (×{ratio:.2f}, at most ×{MOST:.0f}), "
        f"finished bytes alone {bytes_only:.2f} ms\n"
    )
    return ratio <= MOST


def bare(app: Flask, render: Callable[[], str], known: dict[str, Any]) -> Client:
    """A Flask application with nothing but this template: no database, no gate, no session."""
    alone = Flask("alone")
    alone.jinja_env = app.jinja_env
    alone.config.update(app.config, TESTING=True)
    alone.extensions.update(app.extensions)
    alone.url_map.converters.update(app.url_map.converters)
    for rule in app.url_map.iter_rules():
        alone.url_map.add(rule.empty())

    def view(**_: Any) -> str:
        for key, value in known.items():
            setattr(g, key, value)
        return render()

    for endpoint in app.view_functions:
        alone.view_functions[endpoint] = view
    return alone.test_client()


def interleaved(asked: tuple[Callable[[], Any], ...], rounds: int) -> list[float]:
    """The median of each, in milliseconds, asked in turn so that the machine is the same to all."""
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(rounds):
        for ask, times in zip(asked, taken, strict=True):
            start = time.process_time()
            answer = ask()
            times.append((time.process_time() - start) * 1000)
            assert answer.status_code == 200
    return [statistics.median(times) for times in taken]


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
