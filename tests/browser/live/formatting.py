"""A formatted text at a site, and somebody who writes it: what they do, what they see."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, expect

from coopspace.kernel.base import in_site
from coopspace.live import formats, store
from coopspace.vision import actions
from tests.browser.live.house import House
from tests.browser.live.people import PATIENCE, Writer

WORDS = "Le bourg se vide.\nLes écoles restent ouvertes.\nTrois lignes de car passent."
SELECT = """(root, [from, to]) => {
  root.focus();
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0, line = null, set = 0;
  for (let node = walk.nextNode(); node && set < 2; node = walk.nextNode()) {
    const its = node.parentElement.closest("p, h2, li");
    if (line && its !== line) at++;
    line = its;
    if (set === 0 && from <= at + node.length) { range.setStart(node, from - at); set = 1; }
    if (set === 1 && to <= at + node.length) { range.setEnd(node, to - at); set = 2; }
    at += node.length;
  }
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}"""
SELECTED = "() => document.getSelection().toString()"


@dataclass(frozen=True)
class Reading:
    """The shared reading of a site, with words that nobody has touched."""

    house: House
    document_id: uuid.UUID
    slug: str

    @property
    def edit(self) -> str:
        return f"/sites/{self.slug}/vision/lecture/modifier"

    @property
    def words(self) -> str:
        return self.house.words(self.document_id)

    @property
    def told(self) -> list[str]:
        """What stands on the server, a line a block: `kind: words`, marked words in brackets."""
        with self.house.session() as session, in_site(session, self.house.world.site.id):
            text = store.read(session, self.document_id)
            return [_told(one) for one in store.blocks(session, text)]


def _told(block: formats.Block) -> str:
    lines = ("".join(_marked(piece) for piece in line) for line in block.lines)
    return f"{block.kind}: {' / '.join(lines)}"


def _marked(piece: formats.Piece) -> str:
    signs = "b" * piece.bold + "i" * piece.italic + (f"<{piece.link}>" if piece.link else "")
    return f"[{signs} {piece.text}]" if signs else piece.text


def new_reading(house: House) -> Reading:
    """The site has another shared reading, which says WORDS."""
    with house.acting("facilitator") as (session, site, writer):
        vision = actions.open_vision(session, site, by=writer)
        vision.reading_id = store.create(
            session, "reading", site_id=site.id, by=writer.id, text=WORDS
        )
        session.flush()
        return Reading(house, vision.reading_id, site.slug)


class Formatting(Writer):
    """Somebody at the page of a formatted text."""

    @property
    def root(self) -> Locator:
        return self.page.locator(".ql-editor")

    def ready(self) -> "Formatting":
        expect(self.root).to_be_visible(timeout=PATIENCE)
        super().ready()
        return self

    def on(self, start: int, end: int | None = None) -> "Formatting":
        self.root.evaluate(SELECT, [start, start if end is None else end])
        self.page.wait_for_timeout(30)
        return self

    def over(self, words: str) -> "Formatting":
        start = self.field("text").input_value().index(words)
        return self.on(start, start + len(words))

    def tool(self, name: str) -> Locator:
        return self.page.locator(f"[data-format={name}], [data-value={name}]")

    def shows(self, html: str) -> "Formatting":
        expect(self.root).to_have_js_property("innerHTML", html, timeout=PATIENCE)
        return self

    def selected(self) -> str:
        found: Any = self.page.evaluate(SELECTED)
        return str(found)


Write = Callable[..., Formatting]
