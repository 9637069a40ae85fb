"""What is true of accounts: addresses, names, passwords, devices. No framework, no clock.

Passwords follow one idea (SEC-12): length is what protects, so nothing is asked of their make-up;
what is refused is what somebody would try first. A password is read as pieces (common passwords,
runs of the keyboard, repeats, years, words known of its owner) and must hold enough beside them.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable

from coopspace.kernel.refusal import N_, Refusal

LEAST_PASSWORD = 15
MOST_PASSWORD = 128
LEAST_OWN = 8
"""What must remain of a password once the pieces that anybody would guess are set aside: one for
each character of one's own, three for each different common word."""
COMMON_WORD = 3
HOUSE_WORDS = ("coopspace", "cohesion", "cooperation")
MOST_NAME = 120
MOST_ADDRESS = 254
_SHORTEST_PIECE = 4
_LONGEST_PIECE = 24
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789012345678901234567890",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "1a2z3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
_RUNS = tuple(row for one in _ROWS for row in (one, one[::-1]))
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def address_of(email: str) -> str:
    """An e-mail address as it is kept: one address, in lower case. Raises Refusal on `email`."""
    address = email.strip().lower()
    local, at, domain = address.rpartition("@")
    plain = address.isprintable() and not re.search(r'[\s<>,;:"()\[\]\\]', address)
    known = local.isascii() and "@" not in local and domain != "" and ".." not in address
    if not (at and local and plain and known and len(address) <= MOST_ADDRESS):
        raise Refusal(
            N_("Give a full e-mail address, such as prenom.nom@exemple.fr."), field="email"
        )
    return address


def name_of(name: str) -> str:
    """A person's name on one line. Raises Refusal on `name`."""
    flat = " ".join(name.split())
    if not flat:
        raise Refusal(N_("Give your first and last name."), field="name")
    if len(flat) > MOST_NAME or not flat.isprintable():
        raise Refusal(N_("Keep your name under %(most)s characters."), field="name", most=MOST_NAME)
    return flat


def check_password(
    password: str,
    *,
    common: Collection[str],
    context: Iterable[str] = (),
    field: str = "password",
) -> None:
    """Refuse a password that is too short, too long, or that somebody would try first.

    `common`: passwords that everybody uses, in lower case. `context`: what is known of its owner
    (name, address, sites).
    """
    length = len(password)
    if length < LEAST_PASSWORD:
        raise Refusal(
            N_(
                "Make it at least %(least)s characters long: four words that you choose, "
                "with spaces, are easy to remember."
            ),
            field=field,
            least=LEAST_PASSWORD,
        )
    if length > MOST_PASSWORD:
        raise Refusal(N_("Keep it under %(most)s characters."), field=field, most=MOST_PASSWORD)
    words = _context_words(context)
    folded = _folded(password)
    if password.casefold() in common or _own(folded, common, set()) < LEAST_OWN:
        raise Refusal(
            N_(
                "Choose another one: this is among the first that somebody would try. "
                "Four words that have nothing to do with each other work well."
            ),
            field=field,
        )
    if _own(folded, common, words) < LEAST_OWN:
        raise Refusal(
            N_(
                "Add words that have nothing to do with you: this one is mostly your name, "
                "your address or the name of a place you work with."
            ),
            field=field,
        )


def device_name(agent: str) -> str:
    """A browser in two words, « Firefox, Windows », from what it says of itself; "" if unknown."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)


def _folded(text: str) -> str:
    """Lower case, without accents, letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def _context_words(context: Iterable[str]) -> set[str]:
    words = set(HOUSE_WORDS)
    for text in context:
        whole = _folded(text)
        parts = (_folded(part) for part in re.split(r"[\W_]+", text))
        words |= {word for word in (whole, *parts) if len(word) >= _SHORTEST_PIECE}
    return words


def _own(folded: str, common: Collection[str], context: Collection[str]) -> int:
    """How much of a folded password its owner really chose."""
    own, place, seen = 0, 0, set()
    text = _unit(folded)
    while place < len(text):
        piece = _piece(text, place, common, context)
        word = text[place : place + piece]
        if piece <= 1:
            own, piece = own + 1, 1
        elif word in common and word not in context and word not in seen:
            own += COMMON_WORD
        seen.add(word)
        place += piece
    return own


def _unit(text: str) -> str:
    """What a text repeats: « abcabcabc » is « abc »."""
    for size in range(1, len(text) // 2 + 1):
        if text == (text[:size] * (len(text) // size + 1))[: len(text)]:
            return text[:size]
    return text


def _piece(text: str, at: int, common: Collection[str], context: Collection[str]) -> int:
    """The length of the guessable piece that begins here, or 1."""
    for size in range(min(_LONGEST_PIECE, len(text) - at), _SHORTEST_PIECE - 1, -1):
        part = text[at : at + size]
        if part in context or part in common or _is_run(part):
            return size
    return 3 if len(set(text[at : at + 3])) == 1 and len(text) - at >= 3 else 1


def _is_run(part: str) -> bool:
    """Keys that follow each other, one key held down, or a year."""
    year = re.fullmatch(r"(19|20)\d\d", part) is not None
    return year or len(set(part)) == 1 or any(part in row for row in _RUNS)
