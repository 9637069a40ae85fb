"""Finds the sentences that pages, scripts and code say without going through the catalogue."""

import ast
import re
from html.parser import HTMLParser

from jinja2 import Environment, nodes

TAKEN = {"CoopSpace", "Français", "English"}
"""Proper names, and languages in their own language."""
SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "aria-description", "label"}
UNSPOKEN = {"script", "style", "code"}
TRANSLATING = {"_", "gettext", "ngettext", "_l", "lazy_gettext", "N_"}
SPEAKING = {"flash", "Refusal", "Forbidden", "Room", "DataRequired", "InputRequired", "Length"}
SPOKEN_KEYWORDS = {"message", "description", "label", "sentence"}
_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
_JINJA = re.compile(
    r"\{#.*?#\}|<!--.*?-->"
    r"|\{%-?\s*block page_class\b.*?endblock\s*-?%\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]+\b")
_ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:fr|org|net|eu)\b(?:/\S*)?")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SCRIPT = re.compile(r"//[^\n]*|/\*.*?\*/|([\"'`])((?:\\.|(?!\1)[^\\])*)\1", re.DOTALL)
_SPOKEN = re.compile(r"(?:^|[>\s])[A-ZÀ-Ý][a-zà-ÿ’]*(?: [\wà-ÿ’]+)+[\s.…!?:]*(?:$|<|\$\{)")
_PLACE = re.compile(r"%\(\w+\)[a-z]|%%")


def in_template(markup: str) -> list[str]:
    """The sentences of a template that no catalogue holds, and those that break its format."""
    return [*_Words(_JINJA.sub(" ", markup)).said, *_in_expressions(markup)]


class _Words(HTMLParser):
    """Collects what is read aloud on the page: text, and the attributes that speak."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in UNSPOKEN
        for name, value in attrs:
            if name in SPOKEN_ATTRIBUTES:
                self.handle_data(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in UNSPOKEN

    def handle_data(self, data: str) -> None:
        words = [word for word in _LETTERS.findall(_ADDRESS.sub("", data)) if word not in TAKEN]
        if words and not self.silent:
            self.said.append(" ".join(data.split()))


def _in_expressions(markup: str) -> list[str]:
    tree = _ENVIRONMENT.parse(markup)
    translated: set[int] = set()
    said: list[str] = []
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATING:
            for constant in call.find_all(nodes.Const):
                translated.add(id(constant))
                if isinstance(constant.value, str) and "%" in _PLACE.sub("", constant.value):
                    said.append(f"%% for a percent sign: {constant.value}")
    for constant in tree.find_all(nodes.Const):
        value = constant.value
        if isinstance(value, str) and _SENTENCE.match(value) and value not in TAKEN:
            said += [] if id(constant) in translated else [value]
    return said


def in_code(source: str) -> list[str]:
    """The sentences that a Python file gives to people without marking them for the catalogue."""
    said: list[str] = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            said += _in_call(call)
    return said


def _in_call(call: ast.Call) -> list[str]:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in SPEAKING and not name.endswith("Field"):
        return []
    spoken = [*call.args[:1], *(key.value for key in call.keywords if key.arg in SPOKEN_KEYWORDS)]
    constants = [value.value for value in spoken if isinstance(value, ast.Constant)]
    return [
        value
        for value in constants
        if isinstance(value, str) and (" " in value or _SENTENCE.match(value))
    ]


def in_script(source: str) -> list[str]:
    """The sentences that a script writes itself: it should take them from the page, translated."""
    return [found[2] for found in _SCRIPT.finditer(source) if found[2] and _SPOKEN.search(found[2])]
