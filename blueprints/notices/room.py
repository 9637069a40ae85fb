"""The blueprint that the pages of this room hang on."""

from flask import Blueprint

bp = Blueprint("notices", __name__)
HOME = "/avis"
