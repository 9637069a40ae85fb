"""People write together through a real server: what is acknowledged is on disk."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.kernel.base import in_site
from coopspace.live import store
from coopspace.live.model import DocumentUpdate
from tests.live.serving import eventually


def test_three_people_write_in_one_text(tab, session: Session, document: uuid.UUID, world):
    one, two, three = (tab(name).join() for name in ("state", "authority", "civil"))
    one.save("Bonjour ")
    two.hear_until(lambda: two.words == "Bonjour ")
    two.save("à tous", len(two.words))
    three.hear_until(lambda: three.words == "Bonjour à tous")
    three.save("— ", 0)
    for one_tab in (one, two):
        one_tab.hear_until(lambda tab=one_tab: tab.words == "— Bonjour à tous")
    rows = session.scalars(
        select(DocumentUpdate)
        .where(DocumentUpdate.document_id == document)
        .order_by(DocumentUpdate.seq)
    ).all()
    assert [row.seq for row in rows] == [1, 2, 3]
    assert [row.user_id for row in rows] == [world.state.id, world.authority.id, world.civil.id]
    with in_site(session, world.site.id):
        assert store.read(session, document).text == "— Bonjour à tous"


def test_a_tab_that_comes_back_brings_what_was_typed_offline(tab):
    one, two = tab("state").join(), tab("civil").join()
    one.save("en ligne")
    one.cut()
    one.type(" et hors ligne")
    two.hear_until(lambda: two.words == "en ligne")
    two.save("> ", 0)
    one.join()
    assert one.words == "> en ligne et hors ligne"
    two.hear_until(lambda: two.words == one.words)


def test_a_tab_that_comes_back_with_nothing_new_writes_no_line(tab, session, document):
    one = tab().join()
    one.save("un mot")
    one.erase(0, 3)
    one.push()
    one.hear_until(lambda: one.saved)
    for _ in range(3):
        one.close()
        one.join()
    lines = session.scalars(select(DocumentUpdate.seq).order_by(DocumentUpdate.seq)).all()
    assert lines == [1, 2]


def test_the_plain_words_follow_within_a_second_or_two(tab, session, document, world):
    tab().join().save("écrit en direct")

    def projected() -> bool:
        session.rollback()
        with in_site(session, world.site.id):
            return store.read_many(session, [document]) == {document: "écrit en direct"}

    assert projected()
    eventually(projected, 3)
