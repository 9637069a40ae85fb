"""Taking an agreement away: a version or the draft, the same words in every format.

A version's PDF and JSON are the bytes that were frozen. Its other formats, and those of the draft,
are made when they are asked for, from the canonical content and in its language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from blueprints._shared.downloads import count, handed_out
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.agreement import deeds
from blueprints.agreement.room import HOME, VERSION, bp
from coopspace.agreement import frozen, versions
from coopspace.agreement.content import serialised
from coopspace.agreement.versions import Version
from coopspace.exports import deed, opentext, paper, word
from coopspace.exports.document import Document, Part
from coopspace.extensions import db
from coopspace.kernel.clock import PARIS, now, today
from coopspace.kernel.permissions import Permission
from coopspace.sites.model import Site

FILES = ("pdf", "docx", "odt", "html", "json")
"""What is offered, in this order; `html` is a page of ours."""
_FILE = f"any({', '.join(one for one in FILES if one != 'html')})"
_WRITERS: dict[str, Callable[[Document], bytes]] = {
    "pdf": paper.pdf,
    "docx": word.written,
    "odt": opentext.odt,
}


@dataclass(frozen=True)
class _Draft:
    """The draft as it stands: plain values, and the document that they make."""

    values: dict[str, Any]
    document: Document


@bp.get(f"{HOME}.<{_FILE}:suffix>")
@requires(Permission.AGREEMENT_READ)
def draft_file(site: Site, suffix: str) -> ResponseReturnValue:
    """The draft as a file that says what it is: nobody has signed it."""
    count(suffix)
    draft = _draft(site)
    if suffix == "json":
        content = serialised(versions.draft_envelope(draft.values, on=today()))
    else:
        content = _WRITERS[suffix](draft.document)
    return handed_out(f"{site.slug}_entente_brouillon", suffix, content, of=today())


@bp.get(f"{HOME}.html")
@requires(Permission.AGREEMENT_READ)
def draft_sheet(site: Site) -> ResponseReturnValue:
    """The draft as a page to print."""
    back = url_for(".show", site=site.slug)
    return _sheet(site, _draft(site).document, "agreement.draft_file", back=back)


@bp.get(f"{VERSION}.<{_FILE}:suffix>")
@requires(Permission.AGREEMENT_READ)
def version_file(site: Site, number: int, suffix: str) -> ResponseReturnValue:
    """A version as a file: what was frozen as it was frozen, or a copy to work on."""
    count(suffix)
    session = db.session()
    shown = versions.version_of(session, number)
    if suffix == "pdf":
        content = versions.pdf_of(session, shown)
    elif suffix == "json":
        content = versions.content_of(session, shown)
    else:
        content = _WRITERS[suffix](_version(shown))
    day = shown.put_at.astimezone(PARIS).date()
    return handed_out(f"{site.slug}_entente_v{number}", suffix, content, of=day)


@bp.get(f"{VERSION}.html")
@requires(Permission.AGREEMENT_READ)
def version_sheet(site: Site, number: int) -> ResponseReturnValue:
    """A version as a page to print."""
    document = _version(versions.version_of(db.session(), number))
    back = url_for(".version", site=site.slug, number=number)
    return _sheet(site, document, "agreement.version_file", back=back, number=number)


def address_of(endpoint: str, suffix: str, **where: Any) -> str:
    """Where the draft or a version is taken in this format."""
    if suffix == "html":
        return url_for(endpoint.replace("_file", "_sheet"), **where)
    return url_for(endpoint, suffix=suffix, **where)


def _draft(site: Site) -> _Draft:
    values = versions.draft(db.session(), site, language=language())
    words = deeds.draft_words(site, today())
    document = deed.draft(frozen.read_agreement(values), words, made_at=now())
    return _Draft(values, document)


def _version(shown: Version) -> Document:
    """The version as it was frozen, in its own language whoever reads it."""
    content = versions.content_of(db.session(), shown)
    with force_locale(shown.language):
        words = deeds.version_words(
            number=shown.number, put_at=shown.put_at, review_on=shown.review_on
        )
        return deed.version(content, words)


def _sheet(
    site: Site, document: Document, endpoint: str, *, back: str, **where: object
) -> ResponseReturnValue:
    return render_template(
        "agreement/sheet.html",
        site=site,
        document=document,
        endpoint=endpoint,
        where=where,
        back=back,
    )


def _kind(part: Part) -> str:
    """What a part of a document is, for the template that shows it."""
    return type(part).__name__.lower()


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"files": FILES, "file_address": address_of, "part_kind": _kind}
