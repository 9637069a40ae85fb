"""How French and English are set (LOOK §7): what a careful printer would send back."""

import re
from functools import lru_cache

Rules = tuple[tuple[str, re.Pattern[str]], ...]
NBSP = "\u00a0"
_FRENCH: Rules = (
    ("a no-break space (U+00A0) before ; : ! ?", re.compile(r"[^\u00a0?!][;:!?](?=[\s»)]|$)")),
    ("a no-break space after «", re.compile(r"«(?!\u00a0)")),
    ("a no-break space before »", re.compile(r"(?<!\u00a0)»")),
    ("U+00A0 rather than U+202F", re.compile("\u202f")),
    ("a no-break space before %, €, h and after n°, §", re.compile(r"(\d|\)s) (%|€|h\b)|[°§] ")),
    ("« » rather than “ ”", re.compile("[“”]")),
    ("no exclamation mark", re.compile("!")),
    ("a word for a person rather than « utilisateur »", re.compile(r"\butilisat", re.IGNORECASE)),
    (
        "an accent on the capital",
        re.compile(r"\b(Etat|Etats|Economique|Ecrire|Evaluation|A (?=\S))"),
    ),
)
_ENGLISH: Rules = (
    ("no space before ; : ! ?", re.compile(r"[\s\u00a0][;:!?](?=\s|$)")),
    ("“ ” rather than « »", re.compile("[«»]")),
)
_BOTH: Rules = (
    ("a typographic apostrophe or quote (’ “ ” « »)", re.compile("['\"]")),
    ("one character for the ellipsis (…)", re.compile(r"\.\.\.")),
    ("one space, not two", re.compile(r"\S {2,}\S")),
    ("no space before , or .", re.compile(r"[ \u00a0][,.](?=\s|$)")),
)
_MARKUP = re.compile(r"<[^<>]*>|https?://\S+")


def french_faults(text: str) -> list[str]:
    """What is wrong in a French text; empty when a printer would take it as it is."""
    return _faults(text, (*_FRENCH, *_BOTH))


def english_faults(text: str) -> list[str]:
    """What is wrong in an English text."""
    return _faults(text, (*_ENGLISH, *_BOTH))


@lru_cache(maxsize=50_000)
def _faults(text: str, rules: Rules) -> list[str]:
    words = _MARKUP.sub("", text)
    return [wanted for wanted, wrong in rules if wrong.search(words)]
