"""The letters of notices: at once for what calls somebody, and the digest. They say who, what and
where, and give the way there; never what was said, nor a title that people wrote."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import people
from coopspace.accounts.model import User
from coopspace.kernel.refusal import N_
from coopspace.mail import Letter, Part, Sentence
from coopspace.notices import reading
from coopspace.notices.kinds import KINDS
from coopspace.notices.model import Notice
from coopspace.notices.reading import Group, Line
from coopspace.notices.rules import SENTENCES, SUBJECTS, Rhythm, Stop
from coopspace.notices.telling import TO_MAIL
from coopspace.sites import access
from coopspace.sites.model import Site

MOST = 40
"""Of how many things a digest tells; the page tells the rest."""


@dataclass(frozen=True)
class Ways:
    """The addresses that letters hold: of a page, by its endpoint and values; where somebody stops
    some letters."""

    page: Callable[..., str]
    stop: Callable[[uuid.UUID, Stop], str]


def at_once(session: Session, ways: Ways) -> list[Letter]:
    """The letters of the act that was just committed on this session."""
    waiting: list[Notice] = session.info.pop(TO_MAIL, [])
    if not waiting:
        return []
    everybody = people.by_ids(session, [who for one in waiting for who in (one.user_id, one.by)])
    ids = {one.site_id for one in waiting}
    sites = {one.id: one for one in session.scalars(select(Site).where(Site.id.in_(ids)))}
    return [
        made
        for one in waiting
        for made in _at_once(session, one, sites[one.site_id], everybody, ways)
    ]


def _at_once(
    session: Session,
    notice: Notice,
    site: Site,
    everybody: Mapping[uuid.UUID, User],
    ways: Ways,
) -> Iterator[Letter]:
    """Its letter, if whoever it is for may read it today."""
    to = everybody[notice.user_id]
    place = access.standing(session, to, site)
    if place is None or notice.read_at is not None:
        return
    query = select(Notice.id).where(Notice.id == notice.id, reading.may_read([(site, place)]))
    if session.scalar(query) is None:
        return
    groups = reading.told(session, [notice], [site], language=to.locale)
    line = groups[0].lines[0]
    yield Letter(
        to=to.email,
        locale=to.locale,
        subject=SUBJECTS[line.what],
        paragraphs=(),
        parts=(_part(groups[0], everybody, ways),),
        words={"place": site.name},
        stop=ways.stop(to.id, Stop.AT_ONCE),
    )


def digest(
    to: User,
    groups: Sequence[Group],
    rhythm: Rhythm,
    *,
    names: Mapping[uuid.UUID, User],
    ways: Ways,
) -> Letter:
    """What happened that concerns somebody, by thing, the latest first."""
    weekly = rhythm is Rhythm.WEEKLY
    rest = len(groups) - MOST
    return Letter(
        to=to.email,
        locale=to.locale,
        subject=N_("Last week on CoopSpace") if weekly else N_("Yesterday on CoopSpace"),
        paragraphs=(
            N_("Last week, this concerned you:")
            if weekly
            else N_("Yesterday, this concerned you:"),
        ),
        parts=(
            *(_part(one, names, ways) for one in groups[:MOST]),
            Part(
                Sentence(N_("And %(count)s more. All your notices:"), {"count": rest})
                if rest > 0
                else Sentence(N_("All your notices:")),
                link=ways.page("notices.index"),
            ),
        ),
        stop=ways.stop(to.id, Stop.DIGEST),
    )


def _part(group: Group, names: Mapping[uuid.UUID, User], ways: Ways) -> Part:
    kind = KINDS[group.kind]
    code = kind.code(group.found) if group.found else ""
    where = {"place": group.site.name, "code": code}
    return Part(
        heading=Sentence(
            N_("%(thing)s (%(code)s), %(place)s") if code else N_("%(thing)s, %(place)s"),
            where,
            {"thing": kind.label},
        ),
        lines=tuple(_line(one, names) for one in group.lines),
        link=_link(group, ways),
    )


def _line(line: Line, names: Mapping[uuid.UUID, User]) -> Sentence:
    by = names.get(line.by)
    sentence = SENTENCES[line.what]
    if by is None:
        return Sentence(sentence, translated={"who": N_("someone who has left")})
    return Sentence(sentence, {"who": by.name})


def _link(group: Group, ways: Ways) -> str:
    """Where what happened last is read."""
    found = group.leads_to(group.lines[0])
    return ways.page(found[0], **found[1]) if found else ways.page("notices.index")


def names_in(session: Session, groups: Collection[Group]) -> dict[uuid.UUID, User]:
    """Who did what these groups tell."""
    return people.by_ids(session, [line.by for one in groups for line in one.lines])
