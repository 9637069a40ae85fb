"""What every page must be: each rule reads one page and says what is wrong with it.

A new rule for pages goes here once, with a bad page in `tests/test_inspection.py` that proves
that it can fail.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

from tests.typography import english_faults, french_faults

_VOLATILE = re.compile(
    r'(name="csrf_token"[^>]*value=")[^"]+|(content=")[\w.-]{60,}|(<code>)[0-9a-f-]{6,36}(?=</code>)'
)
_CONTROLS = {"input", "select", "textarea"}
_UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
_UNSEEN = {"script", "style", "template", "head", "code", "pre", "textarea", "kbd", "samp"}
_LOADED = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "object": ("data",),
    "embed": ("src",),
    "use": ("href", "{http://www.w3.org/1999/xlink}href"),
    "image": ("href", "{http://www.w3.org/1999/xlink}href"),
}
_POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "for", "list")


class Page:
    """A parsed page, and what rules ask of it."""

    def __init__(self, body: str) -> None:
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False
        )
        self.root: Element = parser.parse(body)
        self.errors = [
            f"line {at[0]}: {html5lib.constants.E.get(code, code) % data}"
            for at, code, data in parser.errors
        ]

    @cached_property
    def elements(self) -> list[Element]:
        """Every element, names without their namespace."""
        found = []
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rsplit("}", 1)[-1]
                found.append(element)
        return found

    def all(self, *tags: str) -> list[Element]:
        """Every element of these names."""
        return [element for element in self.elements if element.tag in tags]

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """The element around each element."""
        return {child: parent for parent in self.elements for child in parent}

    def around(self, element: Element) -> Iterator[Element]:
        """The elements around this one, from near to far."""
        while element in self.parents:
            element = self.parents[element]
            yield element

    @cached_property
    def ids(self) -> set[str]:
        """Every id of the page."""
        return {element.get("id", "") for element in self.elements}

    @cached_property
    def language(self) -> str:
        """The language that the page says it is in."""
        return next((e.get("lang", "") for e in self.all("html")), "")

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each visible piece of text with its language, line breaks folded."""
        yield from _texts(self.root, self.language)


def words(element: Element) -> str:
    """What an element says, spaces folded."""
    return re.sub(r"[ \t\n]+", " ", "".join(element.itertext())).strip()


def _texts(element: Element, language: str) -> Iterator[tuple[str, str]]:
    language = element.get("lang") or language
    seen = isinstance(element.tag, str) and element.tag.rsplit("}", 1)[-1] not in _UNSEEN
    pieces = [element.text or ""] if seen else []
    for child in element:
        if seen:
            yield from _texts(child, language)
        pieces.append(child.tail or "")
    if seen:
        for piece in pieces:
            folded = re.sub(r"[ \t]*\n[ \t\n]*", " ", piece)
            if folded.strip():
                yield folded, language


def name_of(page: Page, element: Element) -> str:
    """What assistive technology calls a link, button or control."""
    given = element.get("aria-label") or element.get("title") or ""
    named = [
        words(other)
        for other in page.elements
        if other.get("id") and other.get("id") in (element.get("aria-labelledby") or "").split()
    ]
    pictures = [e.get("alt") or e.get("aria-label") or "" for e in element.iter()]
    return " ".join([given, *named, words(element), *pictures]).strip()


def parse_errors(page: Page) -> Iterator[str]:
    """Valid HTML."""
    yield from page.errors


def one_title(page: Page) -> Iterator[str]:
    """One h1, and a title that begins with its words."""
    headings = [words(h1) for h1 in page.all("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"{len(headings)} h1: {headings}"
        return
    title = next((words(title) for title in page.all("title")), "")
    if not title.startswith(headings[0]):
        yield f"the title “{title}” does not begin with the h1 “{headings[0]}”"


def language(page: Page) -> Iterator[str]:
    """The page says which language it is in."""
    if page.language not in ("fr", "en"):
        yield f"<html lang> is “{page.language}”"


def unique_ids(page: Page) -> Iterator[str]:
    """An id names one thing."""
    seen = Counter(e.get("id") for e in page.elements if e.get("id") is not None)
    yield from (f"id “{name}” is used {times} times" for name, times in seen.items() if times > 1)
    if "" in seen:
        yield "an empty id"


def named_controls(page: Page) -> Iterator[str]:
    """Every control has a label, every link and button a name, every picture its words."""
    labelled = {label.get("for") for label in page.all("label") if words(label)}
    for control in page.all(*_CONTROLS):
        if control.get("type") in _UNLABELLED:
            continue
        inside = any(e.tag == "label" and words(e) for e in page.around(control))
        if not (control.get("id") in labelled or inside or _aria_name(page, control)):
            yield f"no label: {control.tag} {control.get('name') or control.attrib}"
    for element in page.all("a", "button", "summary"):
        if not name_of(page, element):
            yield f"nameless {element.tag}: {element.attrib}"
    yield from (f"picture without alt: {e.attrib}" for e in page.all("img") if e.get("alt") is None)


def _aria_name(page: Page, control: Element) -> bool:
    refers = (control.get("aria-labelledby") or "").split()
    return bool(control.get("aria-label") or (refers and page.ids.issuperset(refers)))


def label_in_name(page: Page) -> Iterator[str]:
    """What is seen of a link or button is within its spoken name (WCAG 2.5.3)."""
    for element in page.all("a", "button"):
        spoken = _plain(element.get("aria-label") or "")
        if spoken and _plain(_seen(element)) not in spoken:
            yield f"“{_seen(element)}” is called “{element.get('aria-label')}”"


def _seen(element: Element) -> str:
    """The words of an element, those hidden from assistive technology aside."""
    said = [element.text or ""]
    for child in element:
        hidden = child.get("aria-hidden") == "true" or child.tag == "title"
        said += ["" if hidden else _seen(child), child.tail or ""]
    return " ".join("".join(said).split())


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def pointers(page: Page) -> Iterator[str]:
    """What one element says of another's id is true; a link inside the page arrives."""
    for element in page.elements:
        for attribute in _POINTERS:
            for name in (element.get(attribute) or "").split():
                if name not in page.ids:
                    yield f"{element.tag} {attribute}=“{name}” points to nothing"
    for link in page.all("a"):
        target = link.get("href") or ""
        if target.startswith("#") and target not in ("#", "#top") and target[1:] not in page.ids:
            yield f"the link {target} arrives nowhere"


def forms(page: Page) -> Iterator[str]:
    """A form that writes is posted, with its token; one that asks carries no token."""
    for form in page.all("form"):
        method = (form.get("method") or "").lower()
        where = form.get("action") or "(here)"
        tokens = [e for e in form.iter() if e.get("name") == "csrf_token" and e.get("value")]
        if method not in ("get", "post", "dialog"):
            yield f"the form to {where} does not say its method"
        if method == "post" and len(tokens) != 1:
            yield f"the form to {where} has {len(tokens)} tokens"
        if method == "get" and tokens:
            yield f"the form to {where} would show its token in an address"


def nothing_inline(page: Page) -> Iterator[str]:
    """No script, style or handler stands in the page itself (the policy would refuse it)."""
    for element in page.elements:
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline <{element.tag}>"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.lower().startswith("on"):
                yield f"{element.tag} {attribute}=“{value}”"
            if value.strip().lower().startswith(("javascript:", "vbscript:", "data:text/html")):
                yield f"{element.tag} {attribute}=“{value}”"


def nothing_foreign(page: Page) -> Iterator[str]:
    """Nothing is loaded from, or sent to, another host."""
    for element in page.elements:
        for attribute in _LOADED.get(str(element.tag), ()):
            yield from _foreign(element, attribute)
        if element.tag == "form":
            yield from _foreign(element, "action")
        if element.tag == "button":
            yield from _foreign(element, "formaction")


def _foreign(element: Element, attribute: str) -> Iterator[str]:
    for part in (element.get(attribute) or "").split(","):
        parts = urlsplit(part.strip().split(" ")[0])
        if parts.netloc or parts.scheme not in ("", "data"):
            yield f"{element.tag} {attribute}=“{part.strip()}”"


def typography(page: Page) -> Iterator[str]:
    """French and English are set as a printer would, in what people see."""
    for shown, spoken in page.texts():
        text = shown.replace("<", "‹")  # it is text, and no mark-up to be passed over
        faults = french_faults(text) if spoken == "fr" else english_faults(text)
        yield from (f"“{text.strip()}” wants {fault}" for fault in faults)


Rule = Callable[[Page], Iterator[str]]
RULES: tuple[Rule, ...] = (
    parse_errors,
    one_title,
    language,
    unique_ids,
    named_controls,
    label_in_name,
    pointers,
    forms,
    nothing_inline,
    nothing_foreign,
)
"""Every rule but typography, which must first be told what people wrote themselves."""


def steady(body: str) -> str:
    """The page without what changes at every answer: tokens and request numbers."""
    return _VOLATILE.sub(lambda found: next(g for g in found.groups() if g) + "…", body)
