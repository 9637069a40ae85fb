"""Two acts that wait for each other on PostgreSQL: the one that it ends is done again, unseen."""

import io
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from flask import Flask, Response, request
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from blueprints._shared import again
from blueprints._shared.saving import saving as saving_page
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.vision import actions
from coopspace.vision.actions import Which
from coopspace.vision.model import Vision
from tests.live.serving import eventually
from tests.vision.acts import HOME, OTHER, SENTENCE, now, write

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def somebody_waits(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(_WAITING) == 1


@pytest.mark.engines("postgresql")  # SQLite has one writer
def test_words_sent_while_another_act_comes_the_other_way_are_saved_at_once(
    visitor, engine, session, world
):
    """They hold the text and want the end of the journal; the other act the other way round."""
    write(session, world, SENTENCE)
    visitor.sign_in(world.state)
    with in_site(session, world.site.id):
        document = actions.document_of(session.scalars(select(Vision)).one(), Which.SENTENCE)
    with ThreadPoolExecutor() as elsewhere:
        with saving(session), in_site(session, world.site.id):
            session.execute(text("SET LOCAL deadlock_timeout = '20s'"))  # theirs is the one ended
            audit.record(session, "a:b", site_id=world.site.id, actor_id=None, on=("site", "x"))
            typed = {"text": f"{SENTENCE} Ni tard.", "text_seen": 1}
            sent = elsewhere.submit(visitor.post, f"{HOME}/modifier", **typed)
            eventually(lambda: somebody_waits(engine))
            store.write(session, document, OTHER, seen=1, by=world.civil.id)
        sent.result(10)
    assert now(session, world).text == f"{OTHER} Ni tard."
    assert now(session, world).number == 3


class Ended:
    """A page whose act the database ends so many times."""

    def __init__(self, app: Flask, times: int, *, saves_first: bool = False) -> None:
        self.read: list[bytes] = []
        self._left, self._saves_first = times, saves_first
        app.config.update(PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
        app.add_url_rule("/met", "met", self.view, methods=["POST"])
        self._client = app.test_client()

    def view(self) -> Response:
        self.read.append(request.files["file"].read())
        if self._saves_first:
            with saving_page():
                pass
        if self._left:
            self._left -= 1
            raise OperationalError("UPDATE", {}, psycopg.errors.DeadlockDetected())
        return Response(status=204, mimetype="text/plain")

    def send(self) -> int:
        sent = {"file": (io.BytesIO(b"a;b"), "a.csv"), "words": "Chacun apprend"}
        answer = self._client.post("/met", data=sent)
        assert answer.status_code == 204 or "Chacun apprend" in answer.text
        return answer.status_code


@pytest.mark.engines("sqlite")  # the error is raised here, no database is asked
class TestDoneAgain:
    """What is done again, and what is not."""

    def test_a_file_is_read_from_its_start_again(self, app):
        page = Ended(app, 2)
        assert page.send() == 204
        assert page.read == [b"a;b"] * 3

    def test_after_some_times_the_words_are_given_back(self, app):
        page = Ended(app, again.TIMES)
        assert page.send() == 503
        assert len(page.read) == again.TIMES

    def test_what_was_saved_is_never_saved_twice(self, app):
        page = Ended(app, 1, saves_first=True)
        assert page.send() == 503
        assert page.read == [b"a;b"]
