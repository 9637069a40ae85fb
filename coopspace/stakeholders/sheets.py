"""The sheet of a stakeholder: what is said of it, and both sides of each of its relations."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from coopspace.stakeholders import rules
from coopspace.stakeholders.model import PerceptionTalk, Stakeholder
from coopspace.stakeholders.networks import Organisation, Relation, Seen


@dataclass(frozen=True)
class Pair:
    """Two stakeholders: how one sees their work, how the other does. `talked` is whether they
    talked about these very views since they differ."""

    one: Organisation
    other: Organisation
    there: Relation | None
    back: Relation | None
    talked: bool = False

    @property
    def apart(self) -> bool:
        """Whether the two views differ enough to be talked about."""
        return rules.apart(
            self.there.level if self.there else None, self.back.level if self.back else None
        )

    @property
    def subject(self) -> bool:
        """Whether the difference is still a subject of conversation."""
        return self.apart and not self.talked


Talked = frozenset[tuple[str, str, int, int]]


def pairs_of(seen: Seen, ref: str, talked: Talked) -> list[Pair]:
    """Every relation of one stakeholder, closest first, then by name."""
    others = {
        end
        for ends in seen.by_ends
        if ref in ends
        for end in ends
        if end != ref and end in seen.by_ref
    }
    found = [pair_of(seen, ref, other, talked) for other in others]
    return sorted(found, key=_closest)


def pair_of(seen: Seen, ref: str, other: str, talked: Talked = frozenset()) -> Pair:
    """Two stakeholders and both views, where something is told."""
    there, back = seen.by_ends.get((ref, other)), seen.by_ends.get((other, ref))
    levels = (there.level, back.level) if there and back else None
    return Pair(
        one=seen.by_ref[ref],
        other=seen.by_ref[other],
        there=there,
        back=back,
        talked=levels is not None
        and ((ref, other, *levels) in talked or (other, ref, levels[1], levels[0]) in talked),
    )


def subjects(seen: Seen, talked: Talked) -> list[Pair]:
    """Every difference of perception that nobody has talked about yet, the widest first."""
    both = sorted(pair for pair in seen.by_ends if pair < pair[::-1] in seen.by_ends)
    found = [pair_of(seen, one, other, talked) for one, other in both]
    open_ones = [pair for pair in found if pair.subject]
    return sorted(open_ones, key=lambda pair: (-_gap(pair), rules.name_key(pair.one.name)))


def talks(session: Session) -> Talked:
    """The differences that were talked about, as they stood."""
    one, other = aliased(Stakeholder), aliased(Stakeholder)
    rows = session.execute(
        select(one.ref, other.ref, PerceptionTalk.source_level, PerceptionTalk.target_level)
        .join(one, one.id == PerceptionTalk.source_id)
        .join(other, other.id == PerceptionTalk.target_id)
    )
    return frozenset((a, b, there, back) for a, b, there, back in rows)


def _closest(pair: Pair) -> tuple[int, str]:
    levels = [one.level for one in (pair.there, pair.back) if one is not None]
    return (-min(levels), rules.name_key(pair.other.name))


def _gap(pair: Pair) -> int:
    return abs(pair.there.level - pair.back.level) if pair.there and pair.back else 0
