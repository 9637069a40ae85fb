"""What is formatted stays so wherever the words go: log, forms, restores, snapshots, pages."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from coopspace.live import authorship, formats, guard, keeping, merging, store, tracing, wordings
from coopspace.live.formats import Block, Marked, Piece
from coopspace.live.model import DocumentSnapshot, DocumentUpdate
from coopspace.live.tracing import Line
from tests.live.writers import Replica
from tests.world import World

MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)
STATE, CIVIL = uuid.UUID(int=1), uuid.UUID(int=2)
BOLD, LINK = {"bold": True}, {"link": "https://cite.example/"}
MARKS = st.sampled_from(
    [{}, BOLD, {"italic": True}, LINK, {"header": 2.0}, {"list": "bullet"}, {"list": "ordered"}]
)


# Reading


def test_a_text_is_read_as_headings_lists_and_paragraphs():
    words = [
        Marked("Titre", {}),
        Marked("\n", {"header": 2.0}),
        Marked("un\ndeux ", {}),
        Marked("gras", BOLD),
        Marked("\n\nautre", {}),
        Marked("\n", {}),
        Marked("puce", {"italic": True}),
        Marked("\n", {"list": "bullet"}),
        Marked("lien", LINK),
        Marked("\n", {"list": "bullet"}),
        Marked("premier", {}),
        Marked("\n", {"list": "ordered"}),
        Marked("\n", {}),
    ]
    assert formats.blocks(words) == [
        Block("heading", ((Piece("Titre"),),)),
        Block("paragraph", ((Piece("un"),), (Piece("deux "), Piece("gras", bold=True)))),
        Block("paragraph", ((Piece("autre"),),)),
        Block("bullet", ((Piece("puce", italic=True),), (Piece("lien", link=LINK["link"]),))),
        Block("ordered", ((Piece("premier"),),)),
    ]


def test_marks_that_a_text_may_not_bear_are_not_shown():
    """A list on a letter, a bold line end, another's marks: nothing of it reaches a page."""
    words = [
        Marked("un", {"list": "bullet", "color": "red", "link": "javascript:x", "bold": "yes"}),
        Marked("\n", {"bold": True, "header": 3, "list": "checked"}),
    ]
    assert formats.blocks(words) == [Block("paragraph", ((Piece("un"),),))]


@given(st.lists(st.tuples(st.text("aé \n😀", min_size=1, max_size=6), MARKS), max_size=12))
def test_every_word_is_read_whatever_its_marks(parts):
    marked = [Marked(*part) for part in parts]
    shown = [
        "".join(piece.text for piece in line)
        for one in formats.blocks(marked)
        for line in one.lines
    ]
    lines = "".join(one.text for one in marked).split("\n")
    assert shown == [merging.tidy(line) for line in lines if line.strip()]


# The log


@pytest.fixture
def here(session: Session, world: World) -> Iterator[uuid.UUID]:
    with saving(session), in_site(session, world.site.id):
        yield world.site.id


class Page:
    """A text of the store, and somebody who formats it in a browser."""

    def __init__(self, session: Session, site_id: uuid.UUID, words: str) -> None:
        self.session = session
        self.id = store.create(session, "test", site_id=site_id, by=None, text=words)
        self.person = Replica(77)
        self.person.hear(wordings.head_state(session, self.document))

    @property
    def document(self):
        return wordings.locked(self.session, self.id)

    def put(self) -> None:
        """What the person did since lands in the log."""
        for update in self.person.take():
            guard.check(update)
            wordings.append(self.session, self.document, update, by=None)

    def mark(self, words: str, marks: dict[str, object]) -> None:
        start = self.person.words.index(words)
        before, through = self.person.words[:start], self.person.words[: start + len(words)]
        self.person.text.format(merging.units(before), merging.units(through), marks)
        self.put()

    def close_line(self, words: str, marks: dict[str, object]) -> None:
        """Format the line that these words end."""
        end = self.person.words.index(words) + len(words)
        places = (merging.units(self.person.words[:at]) for at in (end, end + 1))
        self.person.text.format(*places, marks)
        self.put()

    @property
    def standing(self) -> store.Text:
        return store.read(self.session, self.id)

    @property
    def blocks(self) -> list[str]:
        return shown(store.blocks(self.session, self.standing))

    def listen(self) -> None:
        self.person.hear(wordings.head_state(self.session, self.document))


def shown(blocks: list[Block]) -> list[str]:
    """One line a block; bold words in stars, links in angles."""
    return [
        f"{one.kind}: " + " / ".join("".join(_piece(piece) for piece in line) for line in one.lines)
        for one in blocks
    ]


def _piece(piece: Piece) -> str:
    text = f"*{piece.text}*" if piece.bold else piece.text
    return f"<{text}>" if piece.link else text


def test_a_text_that_was_never_live_is_read_as_its_words(session, here):
    page = Page(session, here, "un\ndeux\n\ntrois")
    assert page.blocks == ["paragraph: un / deux", "paragraph: trois"]


def test_formatting_is_read_at_once_and_makes_no_wording_of_its_own(session, here):
    page = Page(session, here, "Élus et 😀 habitants\nensemble")
    page.mark("habitants", BOLD)
    page.mark("\n", {"header": 2})
    assert page.blocks == ["heading: Élus et 😀 *habitants*", "paragraph: ensemble"]
    assert (page.standing.number, page.standing.text) == (1, "Élus et 😀 habitants\nensemble")
    closed = store.fix(session, page.id)
    assert (closed.number, closed.is_open) == (1, False)
    assert shown(store.blocks(session, closed))[0] == "heading: Élus et 😀 *habitants*"
    assert len(store.history(session, page.id)) == 1


def test_a_form_keeps_the_formats_of_what_it_did_not_touch(session, here):
    page = Page(session, here, "Un bourg vivant\nDes écoles\nfin")
    page.mark("bourg", BOLD)
    page.mark("écoles", LINK)
    page.close_line("Des écoles", {"list": "bullet"})
    seen = page.standing.token
    page.mark("fin", BOLD)
    words = "Un bourg très vivant\nDes écoles ouvertes\nfin"
    store.write(session, page.id, words, seen=seen, by=None)
    assert page.standing.text == words
    assert page.blocks == [
        "paragraph: Un *bourg* très vivant",
        "bullet: Des <écoles ouvertes>",
        "paragraph: *fin*",
    ]


def test_a_restore_brings_words_and_formats_back(session, here):
    page = Page(session, here, "Un bourg vivant\nDes écoles\n")
    page.mark("bourg", BOLD)
    page.person.type("\n", None)
    page.put()
    page.mark("Des écoles", LINK)
    page.close_line("Des écoles", {"list": "bullet"})
    kept = store.fix(session, page.id)
    before = page.blocks
    assert before == ["paragraph: Un *bourg* vivant", "bullet: <Des écoles>"]
    page.mark("vivant", BOLD)
    page.mark("bourg", {"bold": None})
    page.person.erase(0, len(page.person.words))
    page.person.type("Tout autre chose 😀 bourg")
    page.put()
    back = store.restore(session, page.id, kept.number, by=None)
    assert (back.text, back.bare, back.restores) == (kept.text, False, kept.number)
    assert page.blocks == before
    page.listen()
    guard.check(page.person.doc.get_update())


def test_a_restore_says_when_the_formats_are_no_longer_known(session, here):
    page = Page(session, here, "Un bourg vivant")
    page.mark("bourg", BOLD)
    old = store.fix(session, page.id)
    page.person.type(" et beau")
    page.put()
    store.fix(session, page.id)
    document = page.document
    document_state = wordings.head_state(session, document)
    session.execute(delete(DocumentUpdate).where(DocumentUpdate.document_id == page.id))
    session.execute(delete(DocumentSnapshot).where(DocumentSnapshot.document_id == page.id))
    session.add(
        DocumentSnapshot(
            document_id=page.id, seq=document.head_seq, state=document_state, created_at=clock.now()
        )
    )
    document.snapshot_seq = document.head_seq
    session.flush()
    back = store.restore(session, page.id, old.number, by=None)
    assert (back.text, back.bare) == ("Un bourg vivant", True)
    assert page.blocks == ["paragraph: Un *bourg* vivant"]
    assert shown(store.blocks(session, store.wording(session, page.id, old.number))) == [
        "paragraph: Un bourg vivant"
    ]


def test_a_snapshot_keeps_the_formats_and_one_that_would_not_is_not_made(
    session, world, monkeypatch
):
    with saving(session), in_site(session, world.site.id):
        page = Page(session, world.site.id, "Un bourg vivant")
        page.mark("bourg", BOLD)
        page.mark("vivant", LINK)
        session.flush()
        found = wordings.condensed(session, page.id)
        assert found is not None
        assert shown(formats.blocks(formats.marked(merging.load([found.state])))) == [
            "paragraph: Un *bourg* <vivant>"
        ]
        real, told = formats.marked, []

        def forgetful(doc):
            told.append(real(doc))
            return [one._replace(marks={}) for one in told[-1]] if len(told) == 2 else told[-1]

        monkeypatch.setattr(formats, "marked", forgetful)
        assert wordings.condensed(session, page.id) is None


def test_formats_stay_when_old_lines_go(session, world):
    now = clock.now()
    with clock.at(now - timedelta(days=3)), saving(session), in_site(session, world.site.id):
        page = Page(session, world.site.id, "Un bourg vivant")
        page.mark("bourg", BOLD)
        store.fix(session, page.id)
    for ago in (timedelta(days=3), timedelta(hours=2)):
        with clock.at(now - ago), saving(session), in_site(session, world.site.id):
            page.person.type(" encore")
            page.put()
            store.fix(session, page.id)
        with clock.at(now - ago), in_site(session, world.site.id):
            dropped = keeping.squash(session, page.id)
    with in_site(session, world.site.id):
        assert dropped > 0
        assert page.blocks == ["paragraph: Un *bourg* vivant encore encore"]
        assert store.as_of(session, page.id, now).text == "Un bourg vivant encore encore"


def test_formatting_is_nobodys_words(session, here):
    one = Replica(1)
    one.type("Un été 😀 à vélo")
    lines = [Line(b"".join(one.take()), STATE, MARCH)]
    one.text.format(merging.units("Un "), merging.units("Un été 😀"), {"bold": True})
    lines.append(Line(one.take()[0], CIVIL, MARCH + timedelta(hours=1)))
    one.type(" très", 9)
    lines.append(Line(one.take()[0], CIVIL, MARCH + timedelta(hours=2)))
    one.text.format(0, merging.units("Un été"), {"bold": None, "link": "https://cite.example/"})
    lines.append(Line(one.take()[0], CIVIL, MARCH + timedelta(hours=3)))
    runs = tracing.follow([], [], lines)
    assert "".join(run.text for run in runs) == one.words
    told = [(run.text, run.person_id) for run in runs if run.person_id == CIVIL]
    assert told == [(" très", CIVIL)]


@pytest.mark.parametrize("seed", range(5))
def test_authors_are_told_alike_with_and_without_formats(seed):
    chance = random.Random(seed)
    bare, dressed = Replica(1), Replica(1)
    plain, formatted = [], []
    for turn in range(80):
        person = chance.choice((STATE, CIVIL))
        state = chance.getstate()
        bare.scribble(chance)
        chance.setstate(state)
        dressed.scribble(chance)
        at = MARCH + timedelta(hours=turn)
        plain += [Line(one, person, at) for one in bare.take()]
        formatted += [Line(one, person, at) for one in dressed.take()]
        if dressed.words and chance.random() < 0.4:
            end = chance.randint(1, len(dressed.words))
            dressed.text.format(0, merging.units(dressed.words[:end]), chance.choice((BOLD, LINK)))
            formatted += [Line(one, CIVIL, at) for one in dressed.take()]
    assert bare.words == dressed.words
    assert tracing.follow([], [], plain) == tracing.follow([], [], formatted)


def test_who_formatted_shows_in_the_log_and_the_words_stay_whose_they_are(session, world):
    with saving(session), in_site(session, world.site.id):
        page = Page(session, world.site.id, "")
        page.person.type("Un bourg vivant")
        for update in page.person.take():
            wordings.append(session, page.document, update, by=world.state.id)
        page.person.text.format(0, 2, BOLD)
        for update in page.person.take():
            wordings.append(session, page.document, update, by=world.civil.id)
        fixed = store.fix(session, page.id)
        [run] = authorship.runs(session, page.id, fixed.number)
        assert (run.text, run.person_id) == ("Un bourg vivant", world.state.id)
        assert page.document.text == "Un bourg vivant"
