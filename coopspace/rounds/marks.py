"""Who has answered, kept apart from what was answered; and the digests that lead to one's own."""

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Delete, Select, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from coopspace.kernel.statements import once
from coopspace.rounds.model import Mark, Round


def add_mark(
    session: Session, round_: Round, mark: type[Mark], added: Mapping[str, object]
) -> None:
    """Add the mark that holds `added`, and write the marks of the round again, all of them.

    They come back in the order of their random names and of one hand: neither their place on disk
    nor the number of the transaction that wrote them tells which came with which answer.
    """
    read, cleared = _rewritten(mark, tuple(added))
    mine = {"held": round_.id}
    marks = [dict(row) for row in session.execute(read, mine).mappings()]
    marks.append({"id": uuid.uuid4(), **added})
    session.execute(cleared, mine)
    rows = [
        {"site_id": round_.site_id, "round_id": round_.id, **one}
        for one in sorted(marks, key=lambda one: str(one["id"]))
    ]
    session.execute(insert(mark), rows)


@once
def _rewritten(mark: type[Mark], names: tuple[str, ...]) -> tuple[Select[Any], Delete]:
    mine = mark.round_id == bindparam("held")
    read = select(mark.id, *(getattr(mark, name) for name in names)).where(mine)
    return read, delete(mark).where(mine).execution_options(synchronize_session=False)


def digest(kind: str, round_: Round, *, device: str, who: str = "") -> str:
    """What is kept of a browser's secret: it differs for each round, each person and each use."""
    if not device:
        raise ValueError("an author is known by what their browser holds")
    said = f"{kind}:{round_.id}:{who}".encode()
    return hmac.new(device.encode(), said, hashlib.sha256).hexdigest()
