"""What a letter is, and how it reads in the language of whoever receives it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from functools import cache
from gettext import NullTranslations

from babel.support import Translations

from coopspace.kernel import clock
from coopspace.kernel.refusal import N_
from coopspace.paths import TRANSLATIONS

LONGEST_WORD = 120
"""How much of a word (a site's name, say) may stand in a letter, in characters."""


@dataclass(frozen=True)
class Sentence:
    """An English msgid, filled from `words` and from `translated`, which are msgids themselves."""

    sentence: str
    words: Mapping[str, object] = field(default_factory=dict)
    translated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One thing of which a letter tells: how it is called, what happened to it, the way there."""

    heading: Sentence
    lines: tuple[Sentence, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter to write. Every sentence is an English msgid, filled from `words`.

    It greets nobody by name and names its reader nowhere but in the envelope: a name that
    somebody else typed must not become a message of ours. `words` are names of places, and in
    `parts` of people who share one with the reader, at most. `stop` is where such letters are
    stopped, in one gesture (RFC 8058).
    """

    to: str
    locale: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""
    after: tuple[str, ...] = ()
    words: Mapping[str, object] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    stop: str = ""


def written(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as it travels: text only, nothing to load, nothing that tells it was read."""
    say = _language(letter.locale).gettext
    words = {name: _harmless(str(word)) for name, word in letter.words.items()}
    body = [
        say(N_("Hello,")),
        *(say(sentence) % words for sentence in letter.paragraphs),
        *([letter.link] if letter.link else []),
        *(_told(part, say) for part in letter.parts),
        *(say(sentence) % words for sentence in letter.after),
        *([f"{say(N_('To stop these letters:'))}\n{letter.stop}"] if letter.stop else []),
        "-- \nCoopSpace",
    ]
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(letter.to)
    message["Subject"] = say(letter.subject) % words
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if letter.stop:
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("\n\n".join(body) + "\n", cte="quoted-printable")
    message["Content-Language"] = letter.locale
    return message


def _told(part: Part, say: Callable[[str], str]) -> str:
    """What is said of one thing, a line for each sentence."""
    lines = [_said(part.heading, say), *(f"- {_said(one, say)}" for one in part.lines)]
    return "\n".join([*lines, *([part.link] if part.link else [])])


def _said(one: Sentence, say: Callable[[str], str]) -> str:
    words = {name: _harmless(str(word)) for name, word in one.words.items()}
    return say(one.sentence) % {**words, **{name: say(it) for name, it in one.translated.items()}}


@cache
def _language(locale: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [locale])


def _address(written_as: str) -> Address:
    """An envelope address; a domain with accents travels in its ASCII form."""
    name, bare = parseaddr(written_as)
    local, _, domain = bare.rpartition("@")
    return Address(display_name=name, username=local, domain=domain.encode("idna").decode())


def _harmless(word: str) -> str:
    """A word on one line, not too long, that no mail program turns into a link."""
    flat = re.sub(r"\s+", " ", word).strip()
    flat = re.sub(r"(?i)\b(?:https?:|www\.|mailto:)\S*", "…", flat)
    return flat if len(flat) <= LONGEST_WORD else flat[: LONGEST_WORD - 1] + "…"
