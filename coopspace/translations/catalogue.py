"""Brings the French catalogue up to date: `python -m coopspace.translations.catalogue`.

Sentences are gathered from the code and the templates, those that no longer exist leave, new ones
come in without a translation and are named at the end; then the `.mo` that the site reads is
written. Both files depend on the sentences alone, never on the day or on line numbers, so that
running it twice changes nothing.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from coopspace.paths import TEMPLATES, TRANSLATIONS

PO = TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")
ROOT = TEMPLATES.parent
PLACES = {"coopspace": [("**.py", "python")], "blueprints": [("**.py", "python")]} | {
    "templates": [("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.svg", "jinja2")]
}
"""Where sentences are: the folder, and how each kind of file is read."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
OPTIONS = {"**": {"silent": "false"}}
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_PASSING = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Report-Msgid-Bugs-To): .*\n', re.MULTILINE
)


def found(root: Path = ROOT) -> Catalog:
    """Every sentence of the code and the templates under `root`, with the files that say it."""
    catalogue = Catalog()
    for place, methods in PLACES.items():
        for name, _line, words, _comments, context in extract_from_dir(
            root / place, methods, OPTIONS, KEYWORDS, directory_filter=_is_source
        ):
            catalogue.add(words, None, [(f"{place}/{name}", 1)], context=context)
    return catalogue


def _is_source(folder: str | Path) -> bool:
    return not Path(folder).name.startswith((".", "__"))


def kept(path: Path = PO) -> Catalog:
    """The French catalogue as it is on the disk."""
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def brought_up_to_date(catalogue: Catalog, template: Catalog) -> Catalog:
    """`catalogue` with exactly the sentences of `template`; no translation is ever guessed."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "CoopSpace", ""
    catalogue.copyright_holder = "CoopSpace contributors"
    catalogue.header_comment = "# The interface of CoopSpace in French."
    catalogue.last_translator = catalogue.language_team = "CoopSpace contributors"
    catalogue.creation_date = catalogue.revision_date = _UNDATED
    return catalogue


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that have no French yet."""
    return [said(message) for message in messages(catalogue) if not all(forms(message))]


def messages(catalogue: Catalog) -> Iterator[Message]:
    """The messages without the header."""
    return (message for message in catalogue if message.id)


def said(message: Message) -> str:
    """The English text of a message; the singular when it has a plural."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> tuple[str, ...]:
    """The French forms of a message: one, or the singular and the plural."""
    if isinstance(message.id, str):
        return (str(message.string or ""),)
    return tuple(message.string or ("", ""))


def po_text(catalogue: Catalog) -> bytes:
    """The `.po` file: sentences in alphabetical order, no date, no line number."""
    kept_bytes = io.BytesIO()
    write_po(kept_bytes, catalogue, width=100, sort_output=True, include_lineno=False)
    return _PASSING.sub("", kept_bytes.getvalue().decode()).encode()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The `.mo` file that the site reads."""
    catalogue.creation_date = catalogue.revision_date = _UNDATED
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def main() -> int:
    """Write both files; 1 when sentences are still waiting for their French."""
    catalogue = brought_up_to_date(kept() if PO.exists() else Catalog(locale="fr"), found())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_text(catalogue))
    MO.write_bytes(mo_bytes(kept()))
    waiting = untranslated(catalogue)
    sys.stdout.write(f"{len(catalogue)} sentences, {len(waiting)} without French\n")
    sys.stdout.writelines(f"  {sentence}\n" for sentence in waiting)
    return 1 if waiting else 0


if __name__ == "__main__":
    raise SystemExit(main())
