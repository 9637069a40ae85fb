"""By when a change is hoped for: a year, a month or a day, as people say it.

Kept as the beginning of an ISO date (`2030`, `2030-06`, `2030-06-30`), so that it sorts as text
and never pretends to a precision that nobody gave.
"""

import re
import unicodedata
from datetime import date

from coopspace.kernel.refusal import N_, Refusal

_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(?:(\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2}))")
_DAY = re.compile(r"(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))")
_SAID = re.compile(r"(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+)\.? (\d{4})")
_MONTHS = (
    "janvier janv january jan",
    "fevrier fevr fev february feb",
    "mars march mar",
    "avril avr april apr",
    "mai may",
    "juin june jun",
    "juillet juil july jul",
    "aout august aug",
    "septembre sept september sep",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
FIRST_YEAR, LAST_YEAR = 1990, 2150


def horizon_of(text: str | None) -> str | None:
    """The horizon as kept, None when nothing was said. Raises Refusal when it names no date."""
    clean = (text or "").strip()
    if not clean:
        return None
    year, month, day = _numbers(clean)
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(
            N_("Give a year or a date, such as 2030, 06/2030 or 30/06/2030."), field="horizon"
        )
    parts = [f"{year:04}"] + [f"{part:02}" for part in (month, day) if part is not None]
    return "-".join(parts)


def _numbers(text: str) -> tuple[int, int | None, int | None]:
    if match := _YEAR.fullmatch(text):
        return int(match[1]), None, None
    if match := _MONTH.fullmatch(text):
        month, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        return int(year), int(month), None
    if match := _DAY.fullmatch(text):
        day, month, year = match.group(1, 2, 3) if match[1] else match.group(6, 5, 4)
        return int(year), int(month), int(day)
    if (match := _SAID.fullmatch(_plain(text))) and match[2] in _MONTH_OF:
        return int(match[3]), _MONTH_OF[match[2]], int(match[1]) if match[1] else None
    return 0, None, None


def _plain(text: str) -> str:
    """Small letters without accents, one space between words."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def horizon_parts(kept: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a kept horizon; None for what was not said."""
    parts = [int(part) for part in kept.split("-")]
    return parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None
