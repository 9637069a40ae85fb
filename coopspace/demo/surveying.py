"""How organisations of the demonstration answer a survey of their network: from lines."""

from datetime import timedelta
from typing import Any

from coopspace.demo.mapping import ref_of
from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.stakeholders import held, waves
from coopspace.stakeholders.model import RelationView
from coopspace.stakeholders.rules import Origin
from coopspace.survey import actions
from coopspace.survey.model import Picked
from coopspace.survey.rules import Question


def survey_network(
    scene: Scene, *, name: str, days: int, asked: list[str], said: dict[str, list[str]]
) -> None:
    """Open a survey that runs for so many days, and keep what some of those asked said.

    `said` holds, for each who answers, lines « partner level marks »; marks are one digit for each
    of the six questions, 0 for « I don’t know ».
    """
    session, moment = scene.session, clock.now()
    running = actions.open_survey(
        session,
        scene.site,
        name=name,
        closes_at=moment + timedelta(days=days),
        asked=[ref_of(one) for one in asked],
        six=True,
        by=scene.by,
    )
    rows: list[Any] = []
    for who, partners in said.items():
        author = held.stakeholder_of(session, ref_of(who))
        respondent = actions.respondent_of(session, running.wave, author)
        respondent.finished_at = moment
        waves.has_answered(session, running.wave, author)
        for one in partners:
            key, level, marks = one.split()
            target = held.stakeholder_of(session, ref_of(key))
            rows.append(
                RelationView(
                    site_id=scene.site.id,
                    source_id=author.id,
                    target_id=target.id,
                    origin=Origin.ANSWER,
                    wave_id=running.wave.id,
                    seq=1,
                    at=moment,
                    level=int(level),
                    kinds=frozenset(),
                    said_on=clock.today(),
                )
            )
            answers = {
                question.value: int(mark) for question, mark in zip(Question, marks, strict=True)
            }
            rows.append(
                Picked(
                    site_id=scene.site.id,
                    respondent_id=respondent.id,
                    stakeholder_id=target.id,
                    **answers,
                )
            )
    session.add_all(rows)
    session.flush()
