"""Whole formatted words enter a text at once, after those that stand, and are read back so."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.live import composing, formats, store
from coopspace.live.formats import Block, Piece

PIECES = st.builds(
    Piece,
    st.text(alphabet="aé🙂b", min_size=1, max_size=4),
    bold=st.booleans(),
    italic=st.booleans(),
    link=st.sampled_from(["", "https://exemple.fr/a"]),
)
LINES = st.lists(PIECES, min_size=1, max_size=3).map(tuple)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(["paragraph", "bullet", "ordered"]),
        st.lists(LINES, min_size=1, max_size=3).map(tuple),
    )
    | st.builds(Block, st.just("heading"), st.tuples(LINES)),
    min_size=1,
    max_size=5,
)
LIST = Block("bullet", ((Piece("un"),), (Piece("deux", bold=True),)))
LINK = Block("paragraph", ((Piece("Voir "), Piece("ici", link="https://exemple.fr/")),))
HEAD = Block("heading", ((Piece("Nos règles"),),))


def told(blocks) -> list[tuple[str, list[list[tuple[str, bool, bool, str]]]]]:
    """Blocks letter by letter, so that the way in which pieces are cut does not matter."""
    return [
        (
            one.kind,
            [
                [(c, piece.bold, piece.italic, piece.link) for piece in line for c in piece.text]
                for line in one.lines
            ],
        )
        for one in blocks
    ]


@given(BLOCKS)
def test_blocks_are_read_back_as_they_were_written(blocks):
    assert told(formats.blocks(composing.marked(blocks))) == told(blocks)


@pytest.fixture
def document(session, world) -> uuid.UUID:
    with saving(session), in_site(session, world.site.id):
        return store.create(session, "clause", site_id=world.site.id, by=world.state.id)


def compose(session, world, document, *blocks):
    with saving(session), in_site(session, world.site.id):
        return composing.compose(session, document, blocks, by=world.state.id, field="piece_0")


def read(session, world, document) -> list[Block]:
    session.rollback()
    with in_site(session, world.site.id):
        return store.blocks(session, store.read(session, document))


def test_an_empty_text_takes_them_with_their_formats(session, world, document):
    text = compose(session, world, document, HEAD, LIST, LINK)
    assert (text.number, text.authors) == (1, (world.state.id,))
    assert read(session, world, document) == [HEAD, LIST, LINK]


def test_they_stand_after_the_words_and_formats_that_are_there(session, world, document):
    compose(session, world, document, HEAD, LIST)
    text = compose(session, world, document, LIST, LINK)
    assert text.number == 2
    assert read(session, world, document) == [HEAD, LIST, LIST, LINK]
    with saving(session), in_site(session, world.site.id):
        store.restore(session, document, 1, by=world.civil.id)
    assert read(session, world, document) == [HEAD, LIST]


def test_nothing_to_add_changes_nothing(session, world, document):
    compose(session, world, document, LINK)
    assert compose(session, world, document).number == 1


def test_what_is_too_long_is_refused_beside_its_field(session, world, document):
    with pytest.raises(Refusal) as refused:
        compose(session, world, document, Block("paragraph", ((Piece("x" * 20_001),),)))
    assert refused.value.field == "piece_0"
    assert read(session, world, document) == []
