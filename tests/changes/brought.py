"""Tables that come in, for the tests: kept as a draft, or read, planned and written in one go."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.changes import bringing, lines, opening, planning
from coopspace.changes import cells as strategy
from coopspace.changes.cells import plain
from coopspace.changes.headings import blocks_of
from coopspace.changes.model import StrategyImport
from coopspace.changes.planning import Plan
from coopspace.changes.received import Sheet
from coopspace.changes.rules import EFFECT_LABELS, NATURE_LABELS, STRENGTH_LABELS, SYSTEM_LABELS
from coopspace.changes.written import Written
from coopspace.plan import bringing as whole
from coopspace.plan import coming
from coopspace.plan import lines as plan_lines
from coopspace.plan.bringing import Whole
from coopspace.plan.cells import Wording
from coopspace.plan.coming import AS_IT_IS, Around, Wishes
from coopspace.plan.headings import KNOWN
from coopspace.plan.reading import Organisation
from coopspace.plan.rules import EFFORT_LABELS, KIND_LABELS, STATE_LABELS
from coopspace.plan.written import ActionLine, Network
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
        *(read(labels) for labels in (KIND_LABELS, STATE_LABELS, EFFORT_LABELS)),
        strategy.Wording(
            read(NATURE_LABELS), read(EFFECT_LABELS), read(SYSTEM_LABELS), read(STRENGTH_LABELS)
        ),
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


def looked(
    kind: str,
    *files: bytes,
    standing: Written | None = None,
    used: Sequence[str] = (),
    plan: Sequence[ActionLine] = (),
    network: Iterable[str] = (),
    wishes: Wishes = AS_IT_IS,
) -> Whole:
    """What a file would write where this stands, its columns as they are guessed."""
    blocks = blocks_of(((one.title, one.lines) for one in sheets(kind, *files)), KNOWN)
    fields = [block.fields for block in blocks]
    said = lines.understand(blocks, fields, WORDING.changes)
    changes = planning.plan(
        said, standing or Written(), used=used, anew=wishes.anew and bool(said.changes)
    )
    around = Around(
        standing=tuple(plan),
        used=frozenset(one.number for one in plan),
        network=Network(Organisation(f"ref-{name}", name) for name in network),
        names=changes.names,
        wording=WORDING,
    )
    read = plan_lines.understand(blocks, fields, WORDING)
    return Whole(changes, coming.plan(read, around, wishes))


def planned(
    kind: str,
    *files: bytes,
    standing: Written | None = None,
    used: Sequence[str] = (),
    anew: bool = False,
) -> Plan:
    """The changes and links that a file would write."""
    wishes = Wishes(anew=anew)
    return looked(kind, *files, standing=standing, used=used, wishes=wishes).strategy


def bring(
    session: Session,
    site: Site,
    content: bytes,
    *,
    by: User,
    kind: str = "csv",
    wishes: Wishes = AS_IT_IS,
) -> StrategyImport:
    """Bring a file in, in `saving()`, at the site in scope."""
    draft = bringing.keep_draft(session, site, format=kind, name="t", content="", by=by)
    blocks = blocks_of(((one.title, one.lines) for one in sheets(kind, content)), KNOWN)
    found = whole.look(session, blocks, [block.fields for block in blocks], WORDING, wishes)
    whole.bring(session, draft, found, by=by)
    return draft
