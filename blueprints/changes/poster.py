"""The one page of the strategy, to look at, to print, to take away."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints._shared.addresses import absolute
from blueprints._shared.gate import requires
from blueprints._shared.speech import language
from blueprints.changes.room import bp
from coopspace.exports.poster import pdf as printing
from coopspace.exports.poster.facts import Reader, poster_of
from coopspace.exports.poster.paper import Format
from coopspace.exports.poster.poster import Poster
from coopspace.exports.poster.sheet import Options, Sheet, fits_one_page, sheets
from coopspace.exports.poster.svg import svg
from coopspace.extensions import db
from coopspace.kernel.clock import now, today
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.sites.model import Site

TYPES = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class Asked:
    """What the address asks for, understood whatever was typed."""

    options: Options
    with_reading: bool
    with_review: bool
    page: int

    def query(self, **changed: object) -> dict[str, object]:
        """The same wishes as an address, some of them changed."""
        wishes: dict[str, object] = {
            "format": self.options.format.value,
            "encre": "economique" if self.options.saves_ink else None,
            "feutre": 1 if self.options.room_to_write else None,
            "decoupe": 1 if self.options.by_goal else None,
            "lecture": 1 if self.with_reading else None,
            "relecture": 1 if self.with_review else None,
            "page": self.page,
            **changed,
        }
        if wishes["page"] == 1:
            del wishes["page"]
        return wishes


def asked(given: Mapping[str, str]) -> Asked:
    """Read the wishes from an address; A3 in full colour on as few sheets as can be, by default."""
    format_ = given.get("format", "").lower()
    page = given.get("page", "")
    return Asked(
        options=Options(
            format=Format(format_) if format_ in set(Format) else Format.A3,
            saves_ink=given.get("encre") == "economique",
            room_to_write="feutre" in given,
            by_goal="decoupe" in given,
        ),
        with_reading="lecture" in given,
        with_review="relecture" in given,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 4 else 1,
    )


@bp.get("/affiche")
@requires(Permission.CHANGE_READ)
def poster(site: Site) -> ResponseReturnValue:
    """The page as it will be printed, its options, and the files to take away."""
    wishes = asked(request.args)
    content = _content(site, wishes)
    pages = sheets(content, wishes.options)
    number = min(max(wishes.page, 1), len(pages))
    shared = len(pages) > 1 and not wishes.options.by_goal
    return render_template(
        "changes/poster.html",
        site=site,
        poster=content,
        sheet=pages[number - 1],
        pages=pages,
        number=number,
        wishes=wishes,
        shared=shared,
        larger_is_enough=(
            shared and wishes.options.format is Format.A4 and fits_one_page(content, Format.A3)
        ),
        here=partial(url_for, ".poster", site=site.slug),
        file=partial(url_for, ".poster_file", site=site.slug),
    )


@bp.get("/affiche.pdf", defaults={"kind": "pdf"})
@bp.get("/affiche.svg", defaults={"kind": "svg"})
@bp.get("/affiche.png", defaults={"kind": "png"})
@requires(Permission.CHANGE_READ)
def poster_file(site: Site, kind: str) -> ResponseReturnValue:
    """The page to take away; several pages are one PDF, or one image each (`?page=2`)."""
    wishes = asked(request.args)
    pages = sheets(_content(site, wishes), wishes.options)
    if kind != "pdf" and not 1 <= wishes.page <= len(pages):
        raise NotFound
    made = _made(kind, pages, wishes)
    several = f"_{wishes.page}" if kind != "pdf" and len(pages) > 1 else ""
    return send_file(
        BytesIO(made),
        mimetype=TYPES[kind],
        as_attachment=True,
        download_name=f"coopspace_{site.slug}_strategie_{today():%Y-%m-%d}{several}.{kind}",
    )


def _made(kind: str, pages: tuple[Sheet, ...], wishes: Asked) -> bytes:
    if kind == "pdf":
        return printing.pdf(pages, made_at=now(), with_reading=wishes.with_reading)
    page = pages[wishes.page - 1]
    return svg(page).encode() if kind == "svg" else printing.png(page)


def _content(site: Site, wishes: Asked) -> Poster:
    reader = Reader(
        language=language(),
        say=gettext,
        address=absolute("changes.index", site=site.slug),
        with_review=wishes.with_review,
    )
    return poster_of(db.session(), site, reader)
