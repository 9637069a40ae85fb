"""Help between sites: one offers or looks for it, another answers, and a contact opens.

An answer is kept at the site that offered or asked. Addresses are told once it has accepted, to
the two sides and to nobody else.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import limits, people
from coopspace.accounts.limits import By, Door, Limit
from coopspace.accounts.model import User
from coopspace.compare import rules
from coopspace.compare.actions import contacts
from coopspace.compare.model import Help, HelpAnswer
from coopspace.compare.rules import HelpKind
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.base import across_sites, in_site
from coopspace.kernel.held import HELD
from coopspace.kernel.permissions import ROLE_PERMISSIONS, Permission, Role
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Membership, Programme, Site

OPEN_MOST = 12
"""More open lines than this from one site would hide the others’."""
SAYING = Door("help", (Limit(By.WHO, 20, timedelta(days=1)),))
"""What one person says to other sites in a day: each answer is a letter to somebody."""
SAID = {HelpKind.OFFER: "help:offer", HelpKind.ASK: "help:ask"}
EXCHANGING = tuple(role for role in Role if Permission.HELP_EXCHANGE in ROLE_PERMISSIONS[role])


@dataclass(frozen=True)
class Exchange:
    """An answer with what it answers, and who stands at each side."""

    answer: HelpAnswer
    help: Help
    host: Site
    guest: Site
    author: User | None
    replier: User | None


@dataclass(frozen=True)
class Shown:
    """A line of help as the other sites read it."""

    help: Help
    site: Site
    answered: bool = False


def say(
    session: Session,
    site: Site,
    *,
    kind: HelpKind,
    words: str,
    topic: str | None,
    passage: tuple[int | None, int | None],
    by: User,
) -> Help:
    """Offer help to the other sites of the programme, or look for it."""
    hold(session, site.id)
    asked = N_("Say in a sentence or two what you can bring, or what you are looking for.")
    kept = typed.words(words, "words", rules.WORDS_MAX, needed=asked)
    between = rules.passage_of(*passage)
    if len(open_of(session)) >= OPEN_MOST:
        raise Refusal(
            N_("End one of your %(most)d open lines first: the others would no longer be read."),
            field="words",
            most=OPEN_MOST,
        )
    limits.take(session, SAYING, who=str(by.id))
    start, end = between or (None, None)
    row = Help(
        site_id=site.id,
        kind=kind,
        words=kept,
        topic=topic or None,
        from_level=start,
        to_level=end,
        by=by.id,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    _note(session, site.id, SAID[kind], row, by=by)
    return row


def end(session: Session, help_: Help, *, by: User) -> None:
    """End a line: it is no longer answered, and stays with what came of it."""
    if help_.ended_at is None:
        help_.ended_at, help_.ended_by = clock.now(), by.id
        _note(session, help_.site_id, "help:end", help_, by=by)


def answer(session: Session, help_: Help, *, from_site: Site, words: str, by: User) -> HelpAnswer:
    """Answer another site in the name of one's own, once for each line."""
    if help_.site_id == from_site.id:
        raise Refusal(N_("This is a line of your own site: wait for another one to answer."))
    asked = N_("Write a few words: they are what the other site will read first.")
    kept = typed.words(words, "words", rules.WORDS_MAX, needed=asked)
    with in_site(session, help_.site_id):
        host = session.get_one(Site, help_.site_id)
        hold(session, host.id)
        held = session.scalars(select(Help).where(Help.id == help_.id)).one()
        if held.ended_at is not None:
            raise Refusal(N_("This line has ended: look at the others."))
        if _answered(session, held, from_site) is not None:
            raise Refusal(N_("Your site has already answered this line: wait for what they say."))
        limits.take(session, SAYING, who=str(by.id))
        row = HelpAnswer(
            site_id=held.site_id,
            help_id=held.id,
            from_site_id=from_site.id,
            words=kept,
            by=by.id,
            at=clock.now(),
        )
        session.add(row)
        session.flush()
        _note(session, held.site_id, "help:receive", held, by=by, other=from_site.id)
    _note(session, from_site.id, "help:answer", help_, by=by, other=host.id)
    return row


def reply(session: Session, answer_: HelpAnswer, *, accept: bool, words: str, by: User) -> None:
    """Accept or decline what another site answered, with words. It is said once."""
    session.execute(
        select(HelpAnswer.id).where(HelpAnswer.id == answer_.id).with_for_update(**HELD)
    )
    session.refresh(answer_)
    if answer_.accepted is not None:
        raise Refusal(N_("Your site has already replied."))
    asked = N_("Write a few words: a yes says what comes next, a no says why.")
    answer_.reply = typed.words(words, "words", rules.WORDS_MAX, needed=asked)
    answer_.accepted, answer_.replied_by, answer_.replied_at = accept, by.id, clock.now()
    session.flush()
    action = "help:accept" if accept else "help:decline"
    audit.record(
        session,
        action,
        site_id=answer_.site_id,
        actor_id=by.id,
        on=("help", answer_.help_id),
        other=answer_.from_site_id,
    )


def open_of(session: Session) -> list[Help]:
    """The open lines of the site in scope, newest first."""
    query = select(Help).where(Help.ended_at.is_(None)).order_by(Help.at.desc(), Help.id)
    return list(session.scalars(query))


def all_of(session: Session) -> list[Help]:
    """Every line of the site in scope, ended ones included, newest first."""
    return list(session.scalars(select(Help).order_by(Help.at.desc(), Help.id)))


def own(session: Session, help_id: uuid.UUID) -> Help:
    """A line of the site in scope. Raises NotFound."""
    found = session.scalar(select(Help).where(Help.id == help_id))
    if found is None:
        raise NotFound
    return found


def received(session: Session, answer_id: uuid.UUID) -> HelpAnswer:
    """An answer that the site in scope received. Raises NotFound."""
    found = session.scalar(select(HelpAnswer).where(HelpAnswer.id == answer_id))
    if found is None:
        raise NotFound
    return found


def listed(session: Session, programme: Programme, *, limit: int, offset: int = 0) -> list[Shown]:
    """The open lines of the sites of a programme, newest first."""
    with across_sites(session, because="a line of help is written for the other sites"):
        rows = session.execute(
            select(Help, Site)
            .join(Site, Site.id == Help.site_id)
            .where(
                Site.programme_id == programme.id,
                Site.ended_at.is_(None),
                Help.ended_at.is_(None),
            )
            .order_by(Help.at.desc(), Help.id)
            .offset(offset)
            .limit(limit)
        )
        return [Shown(help_, site) for help_, site in rows]


def beside(session: Session, help_id: uuid.UUID, *, site: Site) -> Shown:
    """A line of a site of the same programme, and whether `site` answered it. Raises NotFound."""
    with across_sites(session, because="a line of help is answered by another site"):
        row = session.execute(
            select(Help, Site)
            .join(Site, Site.id == Help.site_id)
            .where(
                Help.id == help_id,
                Site.programme_id == site.programme_id,
                Site.ended_at.is_(None),
            )
        ).first()
        if row is None or (row.Help.ended_at is not None and row.Site.id != site.id):
            raise NotFound
        return Shown(row.Help, row.Site, _answered(session, row.Help, site) is not None)


def exchanges(session: Session, site: Site) -> list[Exchange]:
    """What others answered to this site and what it answered to others, newest first."""
    with across_sites(session, because="an exchange is read by its two sides"):
        answers = session.scalars(
            select(HelpAnswer)
            .where((HelpAnswer.site_id == site.id) | (HelpAnswer.from_site_id == site.id))
            .order_by(HelpAnswer.at.desc(), HelpAnswer.id)
        ).all()
        lines = {one.help_id for one in answers}
        helps = {one.id: one for one in session.scalars(select(Help).where(Help.id.in_(lines)))}
    ends = {key for one in answers for key in (one.site_id, one.from_site_id)}
    places = {one.id: one for one in session.scalars(select(Site).where(Site.id.in_(ends)))}
    known = people.by_ids(session, (key for one in answers for key in (one.by, one.replied_by)))
    return [
        Exchange(
            answer=one,
            help=helps[one.help_id],
            host=places[one.site_id],
            guest=places[one.from_site_id],
            author=known.get(one.by),
            replier=known.get(one.replied_by) if one.replied_by else None,
        )
        for one in answers
    ]


def to_tell(session: Session, help_: Help) -> list[User]:
    """Who reads that an answer came: the contacts of the site, else whoever wrote the line, else
    the trio and the facilitators. Only people who still have a place there."""
    with in_site(session, help_.site_id):
        site = session.get_one(Site, help_.site_id)
        named = [one.user for one in contacts(session, site)]
    if named:
        return named
    members = session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.site_id == help_.site_id,
            Membership.ended_at.is_(None),
            Membership.role.in_(EXCHANGING),
            User.disabled_at.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()
    return [one for one in members if one.id == help_.by] or list(members)


def _answered(session: Session, help_: Help, site: Site) -> HelpAnswer | None:
    return session.scalar(
        select(HelpAnswer).where(HelpAnswer.help_id == help_.id, HelpAnswer.from_site_id == site.id)
    )


def _note(
    session: Session, site_id: uuid.UUID, action: str, help_: Help, *, by: User, **more: object
) -> None:
    audit.record(session, action, site_id=site_id, actor_id=by.id, on=("help", help_.id), **more)
