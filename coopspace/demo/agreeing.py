"""How the people of the demonstration write their agreement: its text, and what stands beside."""

from collections.abc import Iterable
from typing import Any

from coopspace.agreement import (
    citing,
    clauses,
    governed,
    governing,
    parts,
    reading,
    rules,
    suggesting,
)
from coopspace.agreement.rules import Kind
from coopspace.demo.mapping import ref_of
from coopspace.demo.scene import Scene
from coopspace.live import bringing, lettered, store


def word_clause(scene: Scene, *, clause: str, text: str) -> None:
    """Write a clause over what stands."""
    opened = clauses.open_clause(scene.session, scene.site, code=clause, by=scene.by)
    seen = store.read(scene.session, opened.document_id).token
    clauses.reword(scene.session, scene.site, code=clause, text=text, seen=seen, by=scene.by)


def settle(scene: Scene, *, kind: str, **said: Any) -> None:
    """Add a part. `place` is the name of a place that stands, `stakeholder` a key of the map;
    `told_by` says who carries a message, since `by` is who acts."""
    if teller := said.pop("told_by", ""):
        said["by"] = teller
    if place := said.get("place"):
        known = {one.said.name: one.ref for one in reading.places(scene.session)}
        said["place"] = known[place]
    if key := said.get("stakeholder"):
        said["stakeholder"] = ref_of(key)
    made = rules.read(Kind(kind), said)
    if missing := said.keys() - rules.stored(made).keys():
        raise ValueError(f"a {kind} says nothing of {', '.join(sorted(missing))}")
    parts.add(scene.session, scene.site, said=made, by=scene.by)


def govern(
    scene: Scene,
    *,
    clause: str = "",
    rule: str = "",
    changes: Iterable[str] = (),
    relations: Iterable[str] = (),
) -> None:
    """Name what a clause, or a rule by its matter, governs: changes by their codes, relations as
    « one other » by the keys of the map."""
    holder = clause or _rules(scene)[rule]
    pairs = (governed.key_of(*map(ref_of, pair.split())) for pair in relations)
    for about in (*changes, *pairs):
        governing.name(scene.session, scene.site, holder=holder, about=about, by=scene.by)


def cite(scene: Scene, *, clause: str, place: str) -> None:
    """Quote a place, by its name, at the end of a clause."""
    known = {one.said.name: one.ref for one in reading.places(scene.session)}
    citing.cite(scene.session, scene.site, code=clause, ref=known[place], by=scene.by)


def _rules(scene: Scene) -> dict[str, str]:
    """The references of the decision rules, by their matters."""
    standing = reading.beside(scene.session).decisions
    return {one.said.matter: one.ref for one in standing}


def suggest_words(scene: Scene, *, clause: str, says: str, instead: str, reason: str) -> None:
    """Suggest that a clause says these words instead of others that it says."""
    session = scene.session
    opened = clauses.open_clause(session, scene.site, code=clause, by=scene.by)
    text = store.read(session, opened.document_id)
    if instead not in text.text:
        raise ValueError(f"{clause} does not say: {instead}")
    suggesting.suggest(
        session,
        scene.site,
        code=clause,
        words=lettered.rewritten(
            bringing.formatted(session, text), text.text.replace(instead, says)
        ),
        seen=text.token,
        reason=reason,
        by=scene.by,
    )


def accept_words(scene: Scene, *, number: int, reason: str = "") -> None:
    """Accept a suggestion."""
    suggesting.accept(scene.session, scene.site, number=number, reason=reason, by=scene.by)
