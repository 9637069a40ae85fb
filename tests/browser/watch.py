"""A browser that is watched: what it logs, what it asks of whom, what its policy refuses."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.browser.served import Guest
from tests.ledger import count

CHROMIUM = which("chromium-headless-shell") or which("chromium")
"""Debian's Chromium without its windows, a fifth cheaper for the same pages; else the whole one."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
]
_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_TAGS += ["RGAAv4", "EN-301-549"]
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that look at colours (its tag cat.color): all that a scheme can change."""
LAID_OUT = (*COLOURS, "target-size", "scrollable-region-focusable")
"""The rules that look at where things stand: all that a width between two others can change."""
_TELL = """document.addEventListener("securitypolicyviolation", (event) =>
  window.refused(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));"""
_RUN = """async (only) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const one of document.getAnimations()) {
    if (one.effect?.getComputedTiming().endTime === Infinity) one.cancel(); else one.finish();
  }
  const found = await axe.run({ exclude: [] }, {
    runOnly: only, resultTypes: ["violations"],
  });
  return found.violations.map((one) => [one.id, one.help,
    one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} — ${node.failureSummary}`)]);
}"""


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium, talking to nobody."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@dataclass
class Seen:
    """What was noticed while pages were open."""

    refused: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Everything that should not have happened."""
        return [
            *(f"policy refused: {one}" for one in self.refused),
            *(f"console: {one}" for one in self.errors),
            *(f"another host: {one}" for one in self.foreign),
        ]


class Watched:
    """A browsing context of one person, watched from its first page to its last."""

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        self.base, self.seen = base, Seen()
        options.setdefault("viewport", {"width": 1440, "height": 900})
        options.setdefault("locale", "fr-FR")
        self.context: BrowserContext = browser.new_context(base_url=base, **options)
        self.context.set_default_timeout(15_000)
        if options.get("java_script_enabled", True):
            self.context.expose_function("refused", self._refused)
            self.context.add_init_script(_TELL)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.seen.errors.append(str(error.error)))
        self.context.on("request", self._request)

    def come_as(self, guest: Guest) -> "Watched":
        """Take over the cookies of somebody who is signed in."""
        self.context.add_cookies(
            [{"name": k, "value": v, "url": self.base} for k, v in guest.cookies.items()]
        )
        return self

    def page(self) -> Page:
        """A new page."""
        return self.context.new_page()

    def _refused(self, told: str) -> None:
        self.seen.refused.append(told)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.seen.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        count("browser requests watched")
        over_the_network = parts.scheme in ("http", "https", "ws", "wss")
        if over_the_network and parts.netloc != urlsplit(self.base).netloc:
            self.seen.foreign.append(request.url)

    def close(self) -> None:
        """Close every page, and put what was seen in the ledger."""
        self.context.close()
        count("policy (CSP) violations", len(self.seen.refused))
        count("console errors, those of cuts made on purpose included", len(self.seen.errors))
        count("requests to another host", len(self.seen.foreign))


@contextmanager
def watched(browser: Browser, base: str, **options: Any) -> Iterator[Watched]:
    """A watched context, in which nothing that should not happen happened."""
    context = Watched(browser, base, **options)
    try:
        yield context
    finally:
        context.close()
    assert not context.seen.all(), "\n".join(context.seen.all())


def axe(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """What axe-core finds wrong on the page as it is now, by every rule or by these only."""
    if not page.evaluate("() => typeof axe !== 'undefined'"):
        page.evaluate(_AXE)
    chosen = {"type": "rule", "values": [*only]} if only else {"type": "tag", "values": _TAGS}
    found = page.evaluate(_RUN, chosen)
    count("axe runs")
    count("axe violations", len(found))
    return [f"{rule}: {words} {nodes}" for rule, words, nodes in found]
