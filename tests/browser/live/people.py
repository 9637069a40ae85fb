"""Somebody at a page with live fields: what they do, what they see, what is announced to them."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE = 20_000
SEEN = """() => {
  window.said = [];
  const take = (region) => {
    const words = region.textContent.trim();
    if (words && region.getAttribute("aria-live") !== "off") window.said.push([Date.now(), words]);
  };
  new MutationObserver((changes) => {
    const regions = new Set(changes.map((one) =>
      (one.target.nodeType === 1 ? one.target : one.target.parentElement)?.closest(
        "[role=status], [role=alert]")));
    for (const region of regions) if (region) take(region);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}"""


class Writer:
    """One person's page."""

    def __init__(self, page: Page, who: str) -> None:
        self.page, self.who = page, who

    def watch(self) -> None:
        """Note what live regions announce, from now on, on every page opened here."""
        self.page.add_init_script(f"({SEEN})()")

    def field(self, name: str = "statement") -> Locator:
        return self.page.locator(f"[name={name}]")

    @property
    def said(self) -> list[tuple[int, str]]:
        return [(int(at), words) for at, words in self.page.evaluate("window.said")]

    def ready(self) -> "Writer":
        """Wait until the fields of the page are live and all is saved."""
        expect(self.page.locator(".live-here").last).to_be_attached(timeout=PATIENCE)
        return self.saved()

    def saved(self) -> "Writer":
        expect(self.page.locator("[data-save]")).to_have_class("save is-saved", timeout=PATIENCE)
        return self

    def reads(self, words: str, name: str = "statement") -> "Writer":
        expect(self.field(name)).to_have_value(words, timeout=PATIENCE)
        return self

    def words(self, name: str = "statement") -> str:
        return self.field(name).input_value()

    def at(self, start: int, end: int | None = None, name: str = "statement") -> "Writer":
        """Put the caret, or a selection, somewhere."""
        self.field(name).evaluate(
            "(field, [a, b]) => { field.focus(); field.setSelectionRange(a, b); }",
            [start, start if end is None else end],
        )
        return self

    def selection(self, name: str = "statement") -> tuple[int, int]:
        found: list[Any] = self.field(name).evaluate(
            "(field) => [field.selectionStart, field.selectionEnd]"
        )
        return found[0], found[1]

    def type(self, words: str, delay: float = 0) -> "Writer":
        """Type where the caret is."""
        self.page.keyboard.type(words, delay=delay)
        return self

    def press(self, key: str) -> "Writer":
        self.page.keyboard.press(key)
        return self
