"""What a survey says to everybody: only once it is closed, and only all of it together.

Before the closing an aggregate would change with each answer, and the difference of two of them
would be that answer. One aggregate only: apart from the whole, a part leaves the rest to read.
"""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.stakeholders.model import RelationView
from coopspace.stakeholders.rules import LEVELS, Origin
from coopspace.survey import rules
from coopspace.survey.actions import Running
from coopspace.survey.model import Picked, Respondent
from coopspace.survey.rules import Question, Together


@dataclass(frozen=True)
class Results:
    """The levels of all the answers, and the six questions; None where too few said something."""

    levels: Together | None
    six: dict[Question, Together | None]


def results(session: Session, running: Running) -> Results | None:
    """What the organisations that finished said together; None while the survey is not closed."""
    if running.wave.closed_at is None:
        return None
    finished = {
        row.stakeholder_id: row.id
        for row in session.scalars(
            select(Respondent).where(
                Respondent.wave_id == running.wave.id, Respondent.finished_at.is_not(None)
            )
        )
    }
    return Results(
        levels=_levels(session, running, set(finished)),
        six=_six(session, running, list(finished.values())),
    )


def _levels(session: Session, running: Running, finished: set[uuid.UUID]) -> Together | None:
    rows = session.execute(
        select(
            RelationView.source_id,
            RelationView.level,
            RelationView.offered_at,
            RelationView.accepted_at,
        ).where(
            RelationView.origin == Origin.ANSWER,
            RelationView.wave_id == running.wave.id,
        )
    ).all()
    said = [(row.source_id, row.level) for row in rows if row.source_id in finished]
    opened = [
        (row.source_id, row.level)
        for row in rows
        if row.source_id in finished and row.offered_at and row.accepted_at
    ]
    return rules.together(said, steps=LEVELS, public=opened)


def _six(
    session: Session, running: Running, finished: list[uuid.UUID]
) -> dict[Question, Together | None]:
    if not running.survey.six:
        return {}
    rows = list(session.scalars(select(Picked).where(Picked.respondent_id.in_(finished))))
    found: dict[Question, Together | None] = {}
    for question in Question:
        said = [(row.respondent_id, getattr(row, question.value)) for row in rows]
        steps = [(author, step) for author, step in said if step]
        found[question] = rules.together(steps, steps=rules.STEPS)
    return found
