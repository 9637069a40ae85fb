"""What every page that edits a shared text does: say what was seen, be live, meet a conflict.

A form carries `<field>` and `<field>_seen`, which names the exact words that the person had before
their eyes: what others wrote meanwhile is merged. Only when nobody knows any more what they had
seen is there a conflict: the act commits all the same (the late words are kept aside) and the page
comes back with both, so that the person chooses, merges or leaves it there.
"""

import uuid
from dataclasses import dataclass

from flask import g
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import HiddenField

from coopspace.accounts import people
from coopspace.live import store
from coopspace.live.difference import Part, difference

_LONGEST_NUMBER = 9
_LIVE = "live"


class SeenField(HiddenField):  # type: ignore[misc]
    """What the person saw of a text (`store.Text.token`, opaque); anything else counts as none (0).

    A page whose text was written live says so (`live`): the words are in the text already.
    """

    longest = store.LONGEST
    opens = ""
    """Where a browser has the text opened that nobody has begun."""
    _standing = 0
    _document: uuid.UUID | None = None

    def process_data(self, value: object) -> None:
        """What the page gives: a text, a number, or nothing for a text that does not exist yet."""
        if isinstance(value, store.Text):
            self._document = value.document_id
            value = value.token
        self.data = self._standing = value if isinstance(value, int) else 0

    def process_formdata(self, valuelist: list[str]) -> None:
        """What the browser sends back. Words of which only it knows the place are not live."""
        sent = valuelist[0] if valuelist else ""
        self.data = store.LIVE if sent == _LIVE else number(sent)
        if valuelist and sent != _LIVE:
            self._document = None

    def live(self) -> dict[str, str]:
        """What the control bears to be written together: the text, or where to have it opened."""
        if self._document is not None:
            return {"data-live": follow(self._document)}
        if self.opens:
            g.has_live_text = "now"
            return {"data-live-open": self.opens}
        return {}

    def formatted(self) -> dict[str, str]:
        """What the control bears besides when the text may be formatted."""
        if not self.live():
            return {}
        g.has_formatted_text = True
        return {"data-live-rich": ""}

    def _value(self) -> str:
        return str(self._standing if self.data == store.LIVE else self.data)


@dataclass(frozen=True)
class Conflict:
    """Two people saved: what each wrote, who came first, and what mine would change in theirs."""

    field: str
    label: str
    mine: store.Text
    theirs: store.Text
    their_names: list[str]
    parts: list[Part]


def follow(document_id: uuid.UUID) -> str:
    """The id of a text that this page shows as it is typed: the layout brings what it takes."""
    g.has_live_text = "now"
    return str(document_id)


def ready_to_write() -> str:
    """The page may show live fields later, fetched by its own script. Says nothing."""
    g.has_live_text = g.get("has_live_text", "later")
    return ""


def seen(**texts: store.Text | None) -> dict[str, object]:
    """Values to open a form with: `EditForm(data=texts.seen(statement=text))`."""
    values: dict[str, object] = {}
    for field, text in texts.items():
        values[field] = text.text if text else ""
        values[f"{field}_seen"] = text
    return values


def meet(session: Session, form: FlaskForm, **written: store.Written) -> list[Conflict]:
    """The fields of this form where another wording came first; empty when all were saved.

    To be called after `saving()`. A field that was saved now holds the words that stand, those of
    others included. One that was not keeps what the person typed and says that they have seen the
    wording that stands: sending it again makes theirs the next one.
    """
    for field, what in written.items():
        if what.saved:
            form[field].data = what.mine.text
            form[f"{field}_seen"].process_data(what.mine)
    late = {field: what for field, what in written.items() if not what.saved}
    authors = people.by_ids(
        session, (one for what in late.values() for one in _theirs(what).authors)
    )
    conflicts = []
    for field, what in late.items():
        theirs = _theirs(what)
        form[f"{field}_seen"].data = theirs.token
        conflicts.append(
            Conflict(
                field=field,
                label=str(form[field].label.text),
                mine=what.mine,
                theirs=theirs,
                their_names=[authors[one].name for one in theirs.authors if one in authors],
                parts=difference(theirs.text, what.mine.text),
            )
        )
    return conflicts


def _theirs(written: store.Written) -> store.Text:
    if written.theirs is None:
        raise ValueError("a text that was not saved says which wording came first")
    return written.theirs


def number(value: str) -> int:
    """A small decimal number, or 0."""
    plain = value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER
    return int(value) if plain else 0
