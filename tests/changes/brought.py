"""Tables that come in, for the tests: kept as a draft, or read, planned and written in one go."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import bringing, lines, opening, planning
from coopspace.changes.cells import Wording, plain
from coopspace.changes.headings import blocks_of
from coopspace.changes.model import StrategyImport
from coopspace.changes.planning import Plan
from coopspace.changes.received import Sheet
from coopspace.changes.rules import EFFECT_LABELS, NATURE_LABELS, STRENGTH_LABELS, SYSTEM_LABELS
from coopspace.changes.written import Written, used_codes, written
from coopspace.sites.model import Site
from coopspace.translations import catalogue

FRENCH = {one.id: one.string for one in catalogue.kept()}
"""What each sentence is in French, without a page."""


def _wording() -> Wording:
    """The words of the pages in both languages."""

    def read(labels):
        both = [(plain(label), code) for code, label in labels.items()]
        return dict(both + [(plain(FRENCH[label]), code) for code, label in labels.items()])

    return Wording(
        read(NATURE_LABELS), read(EFFECT_LABELS), read(SYSTEM_LABELS), read(STRENGTH_LABELS)
    )


WORDING = _wording()


def a_table(session: Session, site: Site, cast: Mapping[str, User], mark: str) -> None:
    """A table that waits to be looked at: in `saving()`, at the site in scope."""
    content = f'[["Feuille", [[1, ["Niveau", "Changement"]], [2, ["1", "Une ligne {mark}"]]]]]'
    bringing.keep_draft(
        session, site, format="csv", name=f"table {mark}.csv", content=content, by=cast["state"]
    )


def sheets(kind: str, *files: bytes) -> tuple[Sheet, ...]:
    """What a file holds, read in this very process. Raises Unreadable."""
    found = opening.read(kind, list(files))["sheets"]
    return tuple(Sheet(one.title, tuple(one.lines)) for one in found)


def planned(
    kind: str,
    *files: bytes,
    standing: Written | None = None,
    used: Sequence[str] = (),
    anew: bool = False,
) -> Plan:
    """What a file would write, its columns as they are guessed."""
    blocks = blocks_of((one.title, one.lines) for one in sheets(kind, *files))
    read = lines.understand(blocks, [block.fields for block in blocks], WORDING)
    return planning.plan(read, standing or Written(), used=used, anew=anew)


def bring(
    session: Session, site: Site, content: bytes, *, by: User, kind: str = "csv", name: str = "t"
) -> StrategyImport:
    """Bring a file in, in `saving()`, at the site in scope."""
    draft = bringing.keep_draft(session, site, format=kind, name=name, content="", by=by)
    plan = planned(kind, content, standing=written(session), used=sorted(used_codes(session)))
    bringing.bring(session, draft, plan, by=by)
    return draft
