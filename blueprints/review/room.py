"""The blueprint of the room, its addresses, and the form that answers one finding."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from blueprints._shared.forms import Form
from coopspace.review.rules import WHY_MAX

bp = Blueprint("review", __name__)
HOME = "/sites/<slug:site>/strategie/relecture"
FINDING = f"{HOME}/<string(maxlength=100):finding>"


class KeepForm(Form):
    """Why what a finding points at is kept; `digest` is of the words that were read."""

    digest = HiddenField()
    why = TextAreaField(_l("We keep it, because…"), render_kw={"maxlength": WHY_MAX})
