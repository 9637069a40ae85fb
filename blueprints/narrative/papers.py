"""The narrative to take away: its words as they stand, the vision before them, the chain after."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared.downloads import count, handed_out
from blueprints._shared.formatters import day
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.narrative.room import HOME, bp
from coopspace.changes.rules import LEVEL_PLURALS, Level
from coopspace.exports import opentext, paper, word
from coopspace.exports.document import (
    Document,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Part,
    block,
    cleaned,
    line,
)
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.live.formats import Block, Piece
from coopspace.live.quoting import LEFT
from coopspace.narrative import reading
from coopspace.narrative.reading import Reading
from coopspace.sites.model import Site
from coopspace.vision.adoption import summary

WRITERS: dict[str, Callable[[Document], bytes]] = {
    "pdf": paper.pdf,
    "docx": word.written,
    "odt": opentext.odt,
}


@bp.get(f"{HOME}.<any(pdf,docx,odt):suffix>")
@requires(Permission.CHANGE_READ)
def narrative_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The narrative as a file; there is none as long as nothing is written."""
    standing = reading.read(db.session())
    if not standing.written:
        raise NotFound
    count(suffix)
    content = WRITERS[suffix](document(site, standing))
    return handed_out(f"{site.slug}_recit", suffix, content, of=clock.today())


def document(site: Site, standing: Reading) -> Document:
    """The narrative as it stands, as any format writes it."""
    where = f"{site.name}, {site.territory}" if site.territory else site.name
    title = str(_("Narrative of the strategy"))
    return Document(
        title=cleaned(f"{title} – {site.name}"),
        heading=title,
        place=cleaned(where),
        foot=cleaned(f"{where} – {day(clock.now())}"),
        language=language(),
        made_at=clock.now().replace(microsecond=0),
        parts=tuple(_parts(site, standing)),
        open_end=str(
            _("This file is a copy that anybody can change: the narrative lives on its site.")
        ),
    )


def _parts(site: Site, standing: Reading) -> Iterator[Part]:
    session = db.session()
    if standing.assembled and standing.assembled.whole:
        said = _("This text was assembled from the chain; it waits for your words.")
        yield Paragraph((line(str(said)),), notice=True)
    if vision := summary(session, site).text:
        yield Facts(((str(_("The vision")), cleaned(vision)),))
    yield from (block(_said(one), level=1) for one in standing.blocks)
    chain = reading.beside(session, site)
    if chain:
        yield Heading(1, line(str(_("The chain"))))
    for level in Level:
        some = [one for one in chain if one.level is level]
        if some:
            yield Heading(2, line(gettext(LEVEL_PLURALS[level])))
            yield Listing(
                tuple(
                    (Piece(one.code, bold=True), Piece(cleaned(f" {one.statement}")))
                    for one in some
                )
            )


def _said(told: Block) -> Block:
    """What is mentioned stands out, and is said to have left where it has."""
    return replace(told, lines=tuple(tuple(map(_mention, one)) for one in told.lines))


def _mention(piece: Piece) -> Piece:
    if not piece.quotes:
        return piece
    left = f" {_('(no longer in the chain)')}" if piece.quotes.startswith(LEFT) else ""
    return replace(piece, text=f"{piece.text}{left}", bold=True)
