"""The blueprint of the room, and the words that its views share."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from blueprints._shared.speech import language
from coopspace import method
from coopspace.stakeholders.rules import EXCHANGES, LEVELS, SECTORS, Exchange, Sector
from coopspace.survey.rules import FEWEST, STEPS, Question

bp = Blueprint("survey", __name__)
HOME = "/sites/<slug:site>/parties-prenantes/enquetes"
ONE = f"{HOME}/<int:survey>"
ASKED = f"{ONE}/<string(length=8):ref>"
LINK = "/e/<string(maxlength=64):survey_token>"
LEVEL_CODES = (
    "competition",
    "coexistence",
    "communication",
    "assistance",
    "coordination",
    "collaboration",
    "integration",
)
"""The seven levels as the method names them, from 1 on."""


def level_name(level: int) -> str:
    """« Coordination »."""
    return method.load("continuum").text(f"levels.{LEVEL_CODES[level - 1]}.label", language())


def level_means(level: int) -> str:
    """What the method says of a level, in one sentence."""
    return method.load("continuum").text(f"levels.{LEVEL_CODES[level - 1]}.definition", language())


def word(key: str) -> str:
    """One of the survey's own words."""
    return method.load("survey").text(key, language())


def step_name(step: int) -> str:
    """A step of the published scale."""
    return word(f"scale.step{step}")


def question_label(question: Question) -> str:
    """One of the six questions, in short."""
    return word(f"questions.{question.value}.label")


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "level_name": level_name,
        "level_means": level_means,
        "word": word,
        "step_name": step_name,
        "question_label": question_label,
        "sector_name": lambda sector: _(SECTORS[Sector(sector)]),
        "exchange_name": lambda kind: _(EXCHANGES[Exchange(kind)]),
        "fewest": FEWEST,
        "levels": range(1, LEVELS + 1),
        "steps": range(1, STEPS + 1),
        "questions": tuple(Question),
        "families": (
            (Question.OPENNESS, Question.RELIABILITY, Question.MISSION),
            (Question.POWER, Question.INVOLVEMENT, Question.RESOURCES),
        ),
    }
