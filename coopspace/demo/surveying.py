"""How organisations of the demonstration answer a survey of their network: from lines."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from coopspace.demo.mapping import ref_of
from coopspace.demo.scene import Scene
from coopspace.kernel import clock
from coopspace.stakeholders import waves
from coopspace.stakeholders.model import RelationView, Stakeholder
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
    respondents = actions.respondents(session, running.wave)
    parties = {one.stakeholder_id: one for one in waves.parties(session, running.wave)}
    known = {ref: id_ for ref, id_ in session.execute(select(Stakeholder.ref, Stakeholder.id))}
    rows: list[Any] = []
    for who, partners in said.items():
        respondent = respondents[ref_of(who)]
        author = respondent.stakeholder_id
        respondent.finished_at = parties[author].answered_at = moment
        for one in partners:
            key, level, marks = one.split()
            target = known[ref_of(key)]
            rows.append(
                RelationView(
                    site_id=scene.site.id,
                    source_id=author,
                    target_id=target,
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
                    stakeholder_id=target,
                    **answers,
                )
            )
    session.add_all(rows)
    session.flush()
