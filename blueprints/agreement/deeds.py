"""The words around an agreement on paper: the headings of its tables, its facts, its digest."""

from datetime import date, datetime

from flask_babel import gettext as _

from blueprints._shared import governed
from blueprints._shared.addresses import absolute
from blueprints._shared.formatters import day
from blueprints._shared.speech import language
from blueprints._shared.ways import method_name
from blueprints.agreement.room import KIND_LABELS, sector_name, way_label
from coopspace import method
from coopspace.agreement.frozen import Text, read_governed
from coopspace.agreement.rules import Kind
from coopspace.exports import deed
from coopspace.exports.deed import DraftWords, Table, Words
from coopspace.sites.model import COLLEGE_LABELS, College, Site
from coopspace.stakeholders.rules import Sector


def college_label(code: str) -> str:
    """« Collectivité »."""
    return str(_(COLLEGE_LABELS[College(code)]))


def made(content: bytes, *, number: int, put_at: datetime, review_on: date) -> bytes:
    """The PDF of a version, in the language of this page, which is that of its content."""
    words = version_words(number=number, put_at=put_at, review_on=review_on)
    return deed.pdf(content, words)


def version_words(*, number: int, put_at: datetime, review_on: date) -> Words:
    """The words around a version, in the language of this page."""
    return Words(
        heading=str(_("Cooperation agreement, version %(number)d", number=number)),
        facts=(
            (str(_("Put to signature on")), day(put_at)),
            (str(_("We look at it again on")), day(review_on)),
        ),
        table=_table,
        other=str(_("Another clause")),
        empty=str(_("Nothing is said here.")),
        signatures=str(_("Who signs")),
        signature_headings=(str(_("Name")), str(_("Party")), str(_("In the capacity of"))),
        kind=method.load("agreement").text("signing.kind", language()),
        digest=str(_("Digest of the content (SHA-256)")),
        where=str(
            _(
                "Signatures are given after this page is made: who has signed, and when, is told "
                "at %(address)s",
                address=absolute("agreement.verifier"),
            )
        ),
        carried=str(_("The content of this version, as it is signed")),
        party=college_label,
        governs=_governs,
        open_end=str(
            _(
                "This file is a copy to work on: anybody can change it. Only the PDF and the "
                "JSON of this version prove what is signed."
            )
        ),
    )


def draft_words(site: Site, on: date) -> DraftWords:
    """The words around the draft of a day, in the language of this page."""
    dated = str(_("Draft of %(day)s", day=day(on)))
    return DraftWords(
        heading=str(_("Cooperation agreement")),
        facts=(),
        table=_table,
        governs=_governs,
        other=str(_("Another clause")),
        empty=str(_("Nothing is said here.")),
        notice=str(
            _(
                "Draft of %(day)s: it is discussed and changed freely, and nobody has signed it.",
                day=day(on),
            )
        ),
        foot=f"{_('Cooperation agreement')} – {site.name} · {dated}",
    )


def _table(text: Text, kind: Kind) -> Table | None:
    return {
        Kind.PLACE: _places,
        Kind.DECISION: _decisions,
        Kind.MESSAGE: _messages,
        Kind.TALENT: _talents,
    }[kind](text)


def _places(text: Text) -> Table:
    return Table(
        str(_(KIND_LABELS[Kind.PLACE])),
        (
            *(str(one) for one in (_("Place"), _("What it is for"), _("What it decides"))),
            *(str(one) for one in (_("Who comes"), _("Rhythm"))),
        ),
        tuple(
            (
                _lines(one.said.name, _governs(text, one.ref)),
                one.said.purpose,
                _lines(
                    one.said.decides
                    or (str(_("nothing, on purpose")) if one.said.decides_nothing else ""),
                    *(rule.said.matter for rule in text.content.decisions_of(one.ref)),
                ),
                _lines(_parties(one.said.parties), one.said.members),
                one.said.rhythm,
            )
            for one in text.content.places
        ),
    )


def _decisions(text: Text) -> Table:
    content = text.content
    return Table(
        str(_(KIND_LABELS[Kind.DECISION])),
        (str(_("Matter")), str(_("Who decides")), str(_("How"))),
        tuple(
            (
                _lines(one.said.matter, _governs(text, one.ref)),
                _lines(
                    place.name if (place := content.place(one.said.place)) else "",
                    _parties(content.parties_of(one.said)),
                    one.said.who,
                ),
                _lines(
                    text.methods[one.said.method][0] if one.said.method else "", one.said.details
                ),
            )
            for one in content.decisions
        ),
    )


def _messages(text: Text) -> Table:
    return Table(
        str(_(KIND_LABELS[Kind.MESSAGE])),
        (
            *(str(one) for one in (_("What is told"), _("To whom"), _("By which way"))),
            *(str(one) for one in (_("How often"), _("By whom"))),
        ),
        tuple(
            (
                _lines(one.said.what, _governs(text, one.ref)),
                _lines(way_label(one.said.way), one.said.to),
                one.said.channel,
                one.said.rhythm,
                one.said.by,
            )
            for one in text.content.messages
        ),
    )


def _talents(text: Text) -> Table:
    content = text.content
    return Table(
        str(_(KIND_LABELS[Kind.TALENT])),
        (str(_("Who")), str(_("What they bring")), str(_("Where they give it"))),
        tuple(
            (
                _lines(one.said.name, sector_name(one.said.sector)),
                _lines(one.said.brings, _governs(text, one.ref)),
                place.name if (place := content.place(one.said.place)) else "",
            )
            for one in content.talents
        ),
    )


def _governs(text: Text, holder: str) -> str:
    """What a clause or a part governs, in one sentence."""
    return governed.told(text.content.governs.get(holder, ()))


def _parties(those: tuple[Sector, ...]) -> str:
    return ", ".join(sector_name(one) for one in those)


def _lines(*said: str) -> str:
    return "\n".join(one for one in said if one)


def said(field: str, value: object) -> str:
    """A value that stands beside the text, in words: for a difference."""
    if field == "governs" and isinstance(value, list):
        return governed.told(read_governed(value))
    if field == "parties" and isinstance(value, list):
        return _parties(tuple(Sector(one) for one in value))
    if field == "sector":
        return sector_name(str(value))
    if field == "method":
        return method_name(str(value))
    if field == "way":
        return way_label(str(value))
    if field == "decides_nothing":
        return str(_("nothing, on purpose"))
    return str(value)
