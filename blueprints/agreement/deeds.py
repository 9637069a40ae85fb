"""The words around an agreement on paper: the headings of its tables, its facts, its digest."""

from datetime import date, datetime

from flask_babel import gettext as _

from blueprints._shared import governed
from blueprints._shared.addresses import absolute
from blueprints._shared.formatters import day
from blueprints.agreement.room import KIND_LABELS, language, method_name, sector_name, way_label
from coopspace import method
from coopspace.agreement.frozen import Frozen, read_governed
from coopspace.agreement.rules import Kind
from coopspace.exports import deed
from coopspace.exports.deed import Table, Words
from coopspace.sites.model import COLLEGE_LABELS, College
from coopspace.stakeholders.rules import Sector


def college_label(code: str) -> str:
    """« Collectivité »."""
    return str(_(COLLEGE_LABELS[College(code)]))


def made(content: bytes, *, number: int, put_at: datetime, review_on: date) -> bytes:
    """The PDF of a version, in the language of this page, which is that of its content."""
    words = Words(
        heading=str(_("Cooperation agreement, version %(number)d", number=number)),
        facts=(
            (str(_("Put to signature on")), day(put_at)),
            (str(_("We look at it again on")), day(review_on)),
        ),
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
        table=_table,
    )
    return deed.pdf(content, words)


def _table(frozen: Frozen, kind: Kind) -> Table | None:
    return {
        Kind.PLACE: _places,
        Kind.DECISION: _decisions,
        Kind.MESSAGE: _messages,
        Kind.TALENT: _talents,
    }[kind](frozen)


def _places(frozen: Frozen) -> Table:
    return Table(
        str(_(KIND_LABELS[Kind.PLACE])),
        (
            *(str(one) for one in (_("Place"), _("What it is for"), _("What it decides"))),
            *(str(one) for one in (_("Who comes"), _("Rhythm"))),
        ),
        tuple(
            (
                _lines(one.said.name, _governs(frozen, one.ref)),
                one.said.purpose,
                one.said.decides or (_("nothing, on purpose") if one.said.decides_nothing else ""),
                _lines(_parties(one.said.parties), one.said.members),
                one.said.rhythm,
            )
            for one in frozen.content.places
        ),
    )


def _decisions(frozen: Frozen) -> Table:
    content = frozen.content
    return Table(
        str(_(KIND_LABELS[Kind.DECISION])),
        (str(_("Matter")), str(_("Who decides")), str(_("How"))),
        tuple(
            (
                _lines(one.said.matter, _governs(frozen, one.ref)),
                _lines(
                    place.name if (place := content.place(one.said.place)) else "",
                    _parties(content.parties_of(one.said)),
                    one.said.who,
                ),
                _lines(
                    frozen.methods[one.said.method][0] if one.said.method else "", one.said.details
                ),
            )
            for one in content.decisions
        ),
    )


def _messages(frozen: Frozen) -> Table:
    return Table(
        str(_(KIND_LABELS[Kind.MESSAGE])),
        (
            *(str(one) for one in (_("What is told"), _("To whom"), _("By which way"))),
            *(str(one) for one in (_("How often"), _("By whom"))),
        ),
        tuple(
            (
                _lines(one.said.what, _governs(frozen, one.ref)),
                _lines(way_label(one.said.way), one.said.to),
                one.said.channel,
                one.said.rhythm,
                one.said.by,
            )
            for one in frozen.content.messages
        ),
    )


def _talents(frozen: Frozen) -> Table:
    content = frozen.content
    return Table(
        str(_(KIND_LABELS[Kind.TALENT])),
        (str(_("Who")), str(_("What they bring")), str(_("Where they give it"))),
        tuple(
            (
                _lines(one.said.name, sector_name(one.said.sector)),
                _lines(one.said.brings, _governs(frozen, one.ref)),
                place.name if (place := content.place(one.said.place)) else "",
            )
            for one in content.talents
        ),
    )


def _governs(frozen: Frozen, holder: str) -> str:
    """What a clause or a part governs, in one sentence."""
    return governed.told(frozen.content.governs.get(holder, ()))


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
