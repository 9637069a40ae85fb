"""What people do with stakeholders: add, describe, end, bring back, place on the picture."""

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.model import Site
from coopspace.stakeholders import held, rules
from coopspace.stakeholders.held import stakeholder_of as stakeholder_of
from coopspace.stakeholders.held import telling_of as telling_of
from coopspace.stakeholders.held import tellings_of as tellings_of
from coopspace.stakeholders.model import RelationView, Stakeholder, StakeholderTelling
from coopspace.stakeholders.rules import Described, Kind


def add(session: Session, site: Site, *, said: Described, by: User | None) -> Stakeholder:
    """Put an organisation or a person on the map. `by` is None for an answer to a survey."""
    held.hold(session, site.id)
    whole = rules.described(said)
    check_name(session, whole.name)
    added = Stakeholder(site_id=site.id, ref=held.new_ref(session.scalars(select(Stakeholder.ref))))
    session.add(added)
    session.flush()
    who = by.id if by else None
    held.succeed(session, None, held.telling(added, whole, seq=1, by=who))
    held.note(session, "stakeholder:add", site_id=site.id, by=who, on=("stakeholder", added.ref))
    return added


def describe(
    session: Session, stakeholder: Stakeholder, *, said: Described, seen: int, by: User
) -> None:
    """Say something else of a stakeholder. `seen` is the telling that its author had read."""
    held.hold(session, stakeholder.site_id)
    before = held.telling_of(session, stakeholder)
    if before.ended:
        raise Refusal(N_("This stakeholder has left the map: bring it back first."))
    whole = rules.described(said)
    if whole == held.said_of(before):
        return
    held.check_seen(before, seen)
    check_name(session, whole.name, but=stakeholder)
    after = held.telling(stakeholder, whole, seq=before.seq + 1, by=by.id)
    held.succeed(session, before, after)
    _note(session, "stakeholder:describe", stakeholder, by)


def end(session: Session, stakeholder: Stakeholder, *, why: str, by: User) -> None:
    """Take a stakeholder off the map: what was said stays, with the reason."""
    held.hold(session, stakeholder.site_id)
    before = held.telling_of(session, stakeholder)
    if before.ended:
        return
    reason = rules.reason_of(why)
    after = held.telling(
        stakeholder, held.said_of(before), seq=before.seq + 1, by=by.id, why=reason
    )
    held.succeed(session, before, after)
    _note(session, "stakeholder:end", stakeholder, by)


def restore(session: Session, stakeholder: Stakeholder, *, by: User) -> None:
    """Bring a stakeholder back on the map, as it was when it left, with its relations."""
    held.hold(session, stakeholder.site_id)
    before = held.telling_of(session, stakeholder)
    if not before.ended:
        return
    check_name(session, before.name, but=stakeholder)
    after = held.telling(stakeholder, held.said_of(before), seq=before.seq + 1, by=by.id)
    held.succeed(session, before, after)
    _note(session, "stakeholder:restore", stakeholder, by)


def forget(session: Session, stakeholder: Stakeholder, *, called: str, by: User) -> None:
    """Erase what names a person who has left the map, in every telling: `called` stands instead.

    The shape of the network of any day stays; only what speaks of the person goes, for good.
    """
    held.hold(session, stakeholder.site_id)
    now = held.telling_of(session, stakeholder)
    if not now.ended or now.kind != Kind.PERSON:
        raise Refusal(N_("Only a person who has left the map can be erased."))
    for row in held.tellings_of(session, stakeholder):
        row.name, row.why, row.tags = called, called if row.ended else "", ()
        row.mission = row.actions = row.constraints = row.levers = row.place = ""
    views = select(RelationView).where(
        or_(
            RelationView.source_id == stakeholder.id,
            RelationView.target_id == stakeholder.id,
        )
    )
    for view in session.scalars(views):
        view.fact, view.why = "", called if view.ended else ""
    stakeholder.foreign_id = ""
    session.flush()
    _note(session, "stakeholder:forget", stakeholder, by)


def keep_places(
    session: Session, places: Mapping[str, tuple[float, float]], *, pinned: bool = False
) -> None:
    """Remember where stakeholders stand on the picture, by public id; unknown ones are left out.

    `pinned` says that a person moved them. Nothing of governance weight: the journal is silent.
    """
    query = select(Stakeholder).where(Stakeholder.ref.in_(sorted(places)))
    for row in session.scalars(query):
        row.x, row.y = places[row.ref]
        row.pinned = pinned or row.pinned
    session.flush()


def check_name(session: Session, name: str, *, but: Stakeholder | None = None) -> None:
    """Two stakeholders of one name could not be told apart. Raises Refusal."""
    query = select(StakeholderTelling.stakeholder_id, StakeholderTelling.name).where(
        StakeholderTelling.until.is_(None), StakeholderTelling.ended.is_(False)
    )
    for id_, other in session.execute(query):
        if rules.same_name(name, other) and (but is None or but.id != id_):
            raise Refusal(
                N_("%(name)s is already on the map: add a place or a service to tell them apart."),
                field="name",
                name=other,
            )


def _note(session: Session, action: str, stakeholder: Stakeholder, by: User) -> None:
    held.note(
        session,
        action,
        site_id=stakeholder.site_id,
        by=by.id,
        on=("stakeholder", stakeholder.ref),
    )
