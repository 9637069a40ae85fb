"""How the people of the demonstration log what they did: a month at a time, written in bulk."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from coopspace.accompaniment import rules
from coopspace.accompaniment.model import AccompanimentEntry, AccompanimentTelling
from coopspace.changes.held import find
from coopspace.demo.scene import Scene
from coopspace.kernel import audit, clock
from coopspace.visits import visiting


def log_month(scene: Scene, *, lines: Sequence[str]) -> None:
    """Log what one did; a line is « days ago > role > minutes > what moved > change »."""
    session, today = scene.session, clock.today()
    before = session.scalar(select(func.max(AccompanimentEntry.number))) or 0
    entries, tellings = [], []
    for number, line in enumerate(lines, before + 1):
        ago, role, minutes, moved, code = (*(one.strip() for one in line.split(">")), "")[:5]
        note = rules.noted(
            role=role,
            minutes=int(minutes),
            day=today - timedelta(days=int(ago)),
            moved=moved,
            about=code,
            today=today,
        )
        at = clock.now() - timedelta(days=int(ago))
        entry = AccompanimentEntry(
            id=uuid.uuid4(),
            site_id=scene.site.id,
            number=number,
            mark=uuid.uuid4(),
            author=scene.by.id,
            at=at,
        )
        entries.append(entry)
        tellings.append(
            AccompanimentTelling(
                site_id=scene.site.id,
                entry_id=entry.id,
                seq=1,
                at=at,
                by=scene.by.id,
                role=note.role,
                minutes=note.minutes,
                day=note.day,
                moved=note.moved,
                change_id=find(session, code).id if code else None,
            )
        )
    session.add_all(entries)
    session.flush()
    session.add_all(tellings)
    session.flush()
    audit.record(
        session,
        "accompaniment:log",
        site_id=scene.site.id,
        actor_id=scene.by.id,
        on=("accompaniment_entry", entries[-1].id),
        number=before + len(lines),
    )


def note_visit(scene: Scene, *, words: str) -> None:
    """Note that one was at the site that day."""
    visiting.note(scene.session, scene.site, day=clock.today(), words=words, by=scene.by)
