"""What a phone keeps to open on the page without a network: its name and icons, a page that holds
nothing of anybody, and the small script that hands it out. Nothing of a site is kept but names."""

from flask import Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.assets import asset
from blueprints._shared.gate import public
from blueprints._shared.speech import language
from blueprints.accompaniment.forms import NoteForm
from blueprints.accompaniment.room import NOTE, bp
from coopspace.paths import STATIC

KEEPER = STATIC / "js" / "note-keeper.js"
SIZES = (192, 512)


@bp.get(f"{NOTE}.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    """How a home screen names this page, and where it opens."""
    answer = jsonify(
        id=url_for(".note"),
        name=_("CoopSpace – Note"),
        short_name=_("Note"),
        lang=language(),
        start_url=url_for(".note"),
        scope=url_for(".note"),
        display="standalone",
        background_color="#FFFFFF",
        theme_color="#FFFFFF",
        icons=[
            {
                "src": asset(f"icons/note-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in SIZES
        ],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@bp.get(f"{NOTE}/hors-ligne")
@public
def offline() -> ResponseReturnValue:
    """The page of a phone without a network: the same form, which the device fills in."""
    return render_template("accompaniment/offline.html", form=NoteForm(meta={"csrf": False}))


@bp.get(f"{NOTE}/gardien.js")
@public
def keeper() -> Response:
    """The script that answers for this page, and for no other, while there is no network."""
    answer = Response(KEEPER.read_text(), mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for(".note")
    return answer
