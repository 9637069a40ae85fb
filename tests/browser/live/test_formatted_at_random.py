"""Whatever three people do to a formatted text, they read the same, and so does the server."""

import re

from coopspace.kernel.base import in_site
from coopspace.live import store
from coopspace.live.merging import clean
from tests.browser.live.formatting import Write, new_reading
from tests.browser.live.house import House, eventually
from tests.browser.live.network import Network
from tests.ledger import count

TIMES = 50
CARET = re.compile(r'<span class="ql-cursor">[^<]*</span>')
"""Where Quill keeps the format that somebody has just asked for, until they type."""
NOTHING = re.compile(r"<(em|strong)></\1>|</(em|strong)><\2>")
AT_RANDOM = """async (times) => {
  const root = document.querySelector(".ql-editor");
  const tools = [...document.querySelectorAll(".rich-tool:not([data-format=link])")];
  const any = (list) => list[Math.floor(Math.random() * list.length)];
  const words = ["a", "é", "ù ", "👩🏽‍🌾", "mot ", "🇫🇷", "e\\u0301", "deux mots ", "…"];
  const key = (key, more = {}) =>
    root.dispatchEvent(new KeyboardEvent("keydown", {
      key, bubbles: true, cancelable: true, ...more }));
  const pick = () => {
    const nodes = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (walk.currentNode.length) nodes.push(walk.currentNode);
    const range = document.createRange();
    if (!nodes.length) { range.selectNodeContents(root.lastChild); range.collapse(); return range; }
    const place = (node) => {
      const at = Math.floor(Math.random() * (node.length + 1)), unit = node.data.charCodeAt(at);
      return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
    };
    const first = any(nodes), from = place(first);
    range.setStart(first, from);
    if (Math.random() < 0.5) { const last = any(nodes), to = place(last); range.setEnd(last, to); }
    return range;
  };
  root.focus();
  for (let time = 0; time < times; time++) {
    const range = pick(), what = Math.random();
    document.getSelection().removeAllRanges();
    if (what < 0.5) range.collapse(true);
    document.getSelection().addRange(range);
    await new Promise((go) => setTimeout(go, 4 + Math.random() * 12));
    if (what < 0.4) document.execCommand("insertText", false, any(words));
    else if (what < 0.5) key("Enter");
    else if (what < 0.85) any(tools).click();
    else if (what < 0.92) key("z", { ctrlKey: true });
    else if (range.toString().length < 12) key("Backspace");
    await new Promise((go) => setTimeout(go, Math.random() * 12));
  }
}"""


def looks(html: str) -> str:
    """What is read, whatever format waits at somebody's caret."""
    left, html = "", CARET.sub("", html)
    while left != html:
        left, html = html, NOTHING.sub("", html)
    return html


def test_whatever_is_typed_formatted_undone_and_cut_everybody_reads_the_same(
    house: House, write: Write, way: Network
):
    reading = new_reading(house)
    nadege = write("state", reading.edit, by=way)
    malik, aissata = (write(who, reading.edit) for who in ("authority", "civil"))
    writers = (nadege, malik, aissata)
    for cut in (False, True, False):
        for one in writers:
            one.page.evaluate(f"(times) => {{ window.typing = ({AT_RANDOM})(times); }}", TIMES)
        if cut:
            way.cut()
        for one in writers:
            one.page.evaluate("window.typing")
        way.mend()
        for one in writers:
            one.saved()
    eventually(lambda: len({one.words("text") for one in writers}) == 1)
    eventually(lambda: len({looks(one.root.inner_html()) for one in writers}) == 1)
    text = nadege.words("text")
    assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)
    eventually(lambda: reading.words == clean(text))
    shown = nadege.root.locator("p, h2, li").evaluate_all(
        "(all) => all.map((one) => [one.localName, one.innerText.trim()]).filter(([, a]) => a)"
    )
    with reading.house.session() as session, in_site(session, reading.house.world.site.id):
        blocks = store.blocks(session, store.read(session, reading.document_id))
    names = {"heading": "h2", "bullet": "li", "ordered": "li", "paragraph": "p"}
    assert [name for name, _ in shown] == [names[one.kind] for one in blocks for _ in one.lines]
    count("keys and formats at random in browsers", 3 * 3 * TIMES)
