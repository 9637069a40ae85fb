"""What the site's own map says of relations: each side's view, told, corrected, ended."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock, typed
from coopspace.kernel.refusal import N_, Refusal
from coopspace.stakeholders import held, rules
from coopspace.stakeholders.model import PerceptionTalk, RelationView, Stakeholder
from coopspace.stakeholders.rules import Origin, Told


def tell(
    session: Session,
    source: Stakeholder,
    *,
    target: Stakeholder,
    said: Told,
    seen: int,
    by: User,
) -> RelationView:
    """Say how the source sees its work with the target. `seen` is the view that was read, 0 where
    nothing stood; an earlier view is kept."""
    held.hold(session, source.site_id)
    _check_ends(session, source, target)
    whole = rules.told(said, today=clock.today())
    before = held.map_view(session, source, target)
    if before is not None and not before.ended and _same(whole, held.told_in(before)):
        return before
    held.check_seen(before if before is None or not before.ended or seen else None, seen)
    after = held.view(source, target, whole, seq=(before.seq if before else 0) + 1, by=by.id)
    held.succeed(session, before, after)
    _note(session, "relation:tell", source, target, by)
    return after


def end(session: Session, source: Stakeholder, *, target: Stakeholder, why: str, by: User) -> None:
    """Take one side's view off the map: it is kept, with the reason."""
    held.hold(session, source.site_id)
    before = held.map_view(session, source, target)
    if before is None or before.ended:
        return
    reason = rules.reason_of(why)
    after = held.view(
        source, target, held.told_in(before), seq=before.seq + 1, by=by.id, why=reason
    )
    held.succeed(session, before, after)
    _note(session, "relation:end", source, target, by)


def history(
    session: Session, one: Stakeholder, other: Stakeholder
) -> tuple[list[RelationView], list[PerceptionTalk]]:
    """Everything that the map said of the work of two, both ways, the latest first; and what they
    talked about. Answers are not in it."""
    views = select(RelationView).where(
        RelationView.origin == Origin.MAP,
        or_(
            (RelationView.source_id == one.id) & (RelationView.target_id == other.id),
            (RelationView.source_id == other.id) & (RelationView.target_id == one.id),
        ),
    )
    talks = select(PerceptionTalk).where(
        or_(
            (PerceptionTalk.source_id == one.id) & (PerceptionTalk.target_id == other.id),
            (PerceptionTalk.source_id == other.id) & (PerceptionTalk.target_id == one.id),
        )
    )
    return (
        list(session.scalars(views.order_by(RelationView.at.desc(), RelationView.seq.desc()))),
        list(session.scalars(talks.order_by(PerceptionTalk.at.desc()))),
    )


def close_difference(
    session: Session,
    source: Stakeholder,
    *,
    target: Stakeholder,
    levels: tuple[int, int],
    words: str,
    happened_on: date | None,
    by: User,
) -> PerceptionTalk:
    """Write down that two sides talked about their views, which stood at these two levels.

    Closing moves no level: a view is told anew by its side.
    """
    held.hold(session, source.site_id)
    kept = typed.words(words, "words", rules.WORDS_MAX)
    if not kept:
        raise Refusal(N_("Write what was said: a sentence is enough."), field="words")
    day = happened_on or clock.today()
    if day > clock.today():
        raise Refusal(N_("Choose today or an earlier day."), field="happened_on")
    talk = PerceptionTalk(
        site_id=source.site_id,
        source_id=source.id,
        target_id=target.id,
        source_level=levels[0],
        target_level=levels[1],
        happened_on=day,
        words=kept,
        by=by.id,
        at=clock.now(),
    )
    session.add(talk)
    session.flush()
    _note(session, "perception:talk", source, target, by)
    return talk


def _check_ends(session: Session, source: Stakeholder, target: Stakeholder) -> None:
    if source.id == target.id:
        raise Refusal(N_("Choose another stakeholder: a relation has two ends."), field="target")
    for one in (source, target):
        if held.telling_of(session, one).ended:
            raise Refusal(
                N_("This stakeholder has left the map: bring it back first."), field="target"
            )


def _same(one: Told, other: Told) -> bool:
    """Whether nothing new is said."""
    return one == other


def _note(
    session: Session, action: str, source: Stakeholder, target: Stakeholder, by: User
) -> None:
    held.note(
        session,
        action,
        site_id=source.site_id,
        by=by.id,
        on=("relation", f"{source.ref}>{target.ref}"),
    )
