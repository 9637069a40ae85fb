"""How the method says no: an instruction, beside its field, in the reader's language."""

from collections.abc import Mapping
from typing import Any


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown, not here."""
    return sentence


class Refusal(Exception):
    """A rule that was not met, as an instruction: what to do, never a verdict.

    `sentence` is an English msgid with `%(name)s` placeholders filled from `words`; `field` is
    the name of the form field it belongs beside, or "" for the whole page. Words that are
    themselves msgids (a level's name, say) are given in `translated`.
    """

    def __init__(
        self,
        sentence: str,
        *,
        field: str = "",
        translated: Mapping[str, str] | None = None,
        **words: object,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.words = words
        self.translated = dict(translated or {})

    def __str__(self) -> str:
        """The English sentence with its words, for logs of tests and for the command line."""
        return self.sentence % {**self.words, **self.translated}


class Forbidden(Refusal):
    """A member may not do this: `who_could` names the roles that may (their English labels)."""

    def __init__(self, sentence: str, *, who_could: tuple[str, ...] = (), **words: Any) -> None:
        super().__init__(sentence, **words)
        self.who_could = who_could


class NotFound(Exception):
    """Nothing here for this person: a stranger must not learn whether the thing exists."""
