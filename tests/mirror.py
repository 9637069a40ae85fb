"""Two sites of one programme and one of another, each full of everything a site can hold.

Every text of the second and the third site carries its own mark: a page of the first site that
shows a mark shows what belongs to somebody else. The people are those of the gate's matrix.
"""

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coopspace.accounts import actions as accounts
from coopspace.accounts import keeping, links, sessions
from coopspace.accounts.model import Purpose, User
from coopspace.changes import actions as changes
from coopspace.changes import linking, ordering
from coopspace.changes.held import find, find_link
from coopspace.changes.rules import Confidence, Effect, Level, Progress, Strength, System
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import Role
from coopspace.kernel.saving import saving
from coopspace.live import store
from coopspace.notices import stopping
from coopspace.notices.rules import Stop
from coopspace.sites import actions as sites
from coopspace.sites import adherence, invitations, leads
from coopspace.sites.model import College, Membership, Programme, Ring, Site
from coopspace.sites.rules import Place
from coopspace.vision import actions as vision
from coopspace.vision.actions import Seen, Which
from tests.advances.acts import two_lines
from tests.agreement.acts import half_written
from tests.agreement.governs import named_by
from tests.agreement.signed import half_signed
from tests.calendar.acts import planned_for
from tests.compare.mirrored import mirrored
from tests.continuum.mirrored import join_token, two_asked
from tests.decisions.acts import two_decisions
from tests.discussion.acts import talked_about
from tests.edition.acts import reworded_once
from tests.readiness.mirrored import two_rounds
from tests.stakeholders.acts import drawn_map
from tests.supported import supported
from tests.survey.acts import asked_of
from tests.visits.acts import visited_and_handed
from tests.world import plain

MARKS = {"here": "", "near": "zqnear", "far": "zqfar"}
"""The mark in the words of each site; those of the site looked at are plain."""
SEATS: dict[str, tuple[Role, College | None, Ring | None]] = {
    "state": (Role.TRIO, College.STATE, None),
    "authority": (Role.TRIO, College.LOCAL_AUTHORITY, None),
    "civil": (Role.TRIO, College.CIVIL_SOCIETY, None),
    "facilitator": (Role.FACILITATOR, None, None),
    "contributor": (Role.CONTRIBUTOR, College.CIVIL_SOCIETY, Ring.CORE),
    "observer": (Role.OBSERVER, None, Ring.WIDE),
    "leaving": (Role.CONTRIBUTOR, None, Ring.CORE),
    "disabled": (Role.CONTRIBUTOR, None, Ring.CORE),
}

PASSWORD = "quinze lettres au moins"
SECRET = "x" * 40
"""The key of the house."""


@dataclass
class Mirror:
    """Plain values that outlive the session: who may come in, and the names of things."""

    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, uuid.UUID] = field(default_factory=dict)
    objects: dict[str, dict[str, str]] = field(default_factory=dict)


class _Builder:
    """Builds by acting, as the people of the place."""

    def __init__(self, session: Session, marks: dict[str, str]) -> None:
        self.session, self.marks = session, marks
        self.mirror = Mirror()
        self.users: dict[str, User] = {}
        self.number = itertools.count(1)
        self.first_token = links.issue(session, Purpose.FIRST, user=None)

    def person(self, key: str, mark: str = "", *, administrator: bool = False) -> User:
        """An account, signed in."""
        user = accounts.open_account(
            self.session,
            f"{plain(mark) or 'ici'}-{key}-{next(self.number)}@exemple.fr",
            name=f"{key.capitalize()} {mark or 'Dici'}",
            password=PASSWORD,
            administrator=administrator,
        )
        self.mirror.tokens[key] = sessions.start(self.session, user)
        self.mirror.people[key] = user.id
        self.users[key] = user
        return user

    @contextmanager
    def at(self, site: Site) -> Iterator[Session]:
        """Acting at a site."""
        with in_site(self.session, site.id):
            yield self.session

    def everything(self) -> Mirror:
        """The two programmes, their sites and everybody."""
        admin = self.person("admin", administrator=True)
        lead, far_lead = self.person("lead"), self.person("far_lead", self.marks["far"])
        here = self.programme("Cités", lead, admin)
        far = self.programme(f"Lointain {MARKS['far']}", far_lead, admin, self.marks["far"])
        self.person("stranger")
        self.site("here", here, "Les Trois Ponts", lead)
        self.site("near", here, "La Carrière", lead)
        self.site("far", far, f"Le Loin {MARKS['far']}", far_lead)
        self.end_some()
        secrets = self.secret_links()
        for things in self.mirror.objects.values():
            things |= secrets
        return self.mirror

    def programme(self, name: str, lead: User, admin: User, mark: str = "") -> Programme:
        """A programme with a second lead and a lead who was invited."""
        programme = sites.open_programme(
            self.session, name, lead=lead, by=admin, description=f"Une cohorte {mark}."
        )
        key = f"second_{programme.slug}"
        leads.name_lead(self.session, programme, person=self.person(key, mark), by=lead)
        invitations.invite_lead(
            self.session,
            programme,
            email=f"{plain(mark)}pilote@exemple.fr",
            name=f"Pilote {mark}",
            by=lead,
        )
        return programme

    def site(self, key: str, programme: Programme, name: str, lead: User) -> None:
        """A site, full of everything."""
        mark, prefix = self.marks[key], "" if key == "here" else f"{key}_"
        territory = f"Valmorel {mark}" if key != "near" else "Valmorel"
        site = sites.open_site(self.session, programme, name=name, territory=territory, by=lead)
        with self.at(site):
            for seat, (role, college, ring) in SEATS.items():
                sites.join(
                    self.session,
                    site,
                    person=self.person(prefix + seat, mark),
                    role=role,
                    by=lead,
                    college=college,
                    ring=ring,
                    capacity=f"Chargée de mission {mark}",
                )
            cast = {seat: self.users[prefix + seat] for seat in SEATS}
            self.write(site, cast, mark)
            self.mirror.objects[key] = self.objects(site, programme, cast, lead, mark)
            friend = self.users["stranger"]
            self.mirror.objects[key] |= mirrored(self.session, site, cast, mark, friend=friend)

    def write(self, site: Site, cast: dict[str, User], mark: str) -> None:
        """Every text that a site holds."""
        session, state, civil = self.session, cast["state"], cast["civil"]
        for who in ("state", "authority", "civil"):
            adherence.adhere(session, site, words=f"Nous adhérons {mark}.", by=cast[who])
        self.wordings(site, cast, mark)
        changes.add(
            session,
            site,
            by=state,
            level=Level.DIRECT,
            statement=f"Les partenaires se connaissent {mark}",
            who=f"Les associations {mark}",
            systems=[System.POLITICAL, System.CULTURAL],
            horizon="2031",
            description=f"Une première rencontre {mark}.",
        )
        for level, words in (
            (Level.DIRECT, "Les habitants connaissent leurs droits"),
            (Level.INTERMEDIATE, "Les institutions décident ensemble"),
            (Level.ULTIMATE, "Le quartier fait société"),
        ):
            changes.add(session, site, by=civil, level=level, statement=f"{words} {mark}")
        changes.add(
            session,
            site,
            by=civil,
            level=Level.INTERMEDIATE,
            statement=f"Des réunions de trop {mark}",
            effect=Effect.NEGATIVE,
        )
        for source, target in (("D1", "I1"), ("D2", "I1"), ("I1", "U1"), ("U1", None)):
            linking.link(
                session,
                find(session, source),
                target=find(session, target) if target else None,
                by=civil,
                rationale=f"Se connaître aide à décider {mark}.",
                assumption=f"Chacun vient {mark}.",
                strength=Strength.CLEAR,
            )
        for who, college in (("state", College.STATE), ("civil", College.CIVIL_SOCIETY)):
            linking.give_confidence(
                session,
                find_link(session, "D1", "I1"),
                by=cast[who],
                college=college,
                value=Confidence.DOUBT if who == "civil" else Confidence.SURE,
                reason=f"Vu à la dernière réunion {mark}.",
            )
        changes.judge_progress(
            session,
            find(session, "D1"),
            by=state,
            judgement=Progress.UNDER_WAY,
            reason=f"Trois rencontres {mark}.",
        )
        self.histories(site, cast, mark)
        two_asked(session, site, cast["state"], mark)
        two_rounds(session, site, cast["state"], mark)
        two_lines(session, site, cast["state"], mark)

    def wordings(self, site: Site, cast: dict[str, User], mark: str) -> None:
        """A vision reworded twice, restored once, consented to and objected to."""
        session = self.session
        opened = vision.open_vision(session, site, by=cast["state"])
        for which, words in (
            (Which.READING, f"Un quartier coupé en deux {mark}."),
            (Which.SENTENCE, f"En 2040, chacun trouve sa place {mark}."),
            (Which.SENTENCE, f"En 2041, chacune trouve sa place {mark}."),
        ):
            seen = store.read(session, vision.document_of(opened, which)).number
            vision.reword(session, site, text=words, seen=seen, by=cast["civil"], which=which)
        text = store.read(session, opened.sentence_id)
        seen = Seen(number=text.number, digest=text.digest)
        vision.consent(session, site, seen=seen, by=cast["state"], reason=f"D’accord {mark}.")
        vision.raise_objection(
            session, site, seen=seen, by=cast["authority"], reason=f"Trop loin {mark}."
        )

    def histories(self, site: Site, cast: dict[str, User], mark: str) -> None:
        """What ended, what was reworded, what was tidied."""
        session, state = self.session, cast["state"]
        change = find(session, "D1")
        for words in ("se rencontrent", "se connaissent bien"):
            seen = store.read(session, change.statement_id).number
            changes.reword(
                session, change, by=state, statement=f"Les partenaires {words} {mark}", seen=seen
            )
        changes.add(
            session, site, by=state, level=Level.DIRECT, statement=f"Un changement fini {mark}"
        )
        changes.end(session, find(session, "D3"), by=state, reason=f"Ce n’est plus vrai {mark}.")
        linking.link(session, find(session, "D2"), target=find(session, "I2"), by=state)
        linking.unlink(session, find_link(session, "D2", "I2"), by=state)
        ordering.tidy(session, site, by=state)

    def objects(
        self, site: Site, programme: Programme, cast: dict[str, User], lead: User, mark: str
    ) -> dict[str, str]:
        """The names by which addresses call the things of a site."""
        session = self.session
        sent = [
            invitations.invite(
                session,
                site,
                email=f"{plain(mark)}{who}@exemple.fr",
                name=f"Invitée {mark}",
                place=Place(role=Role.OBSERVER, ring=Ring.WIDE, capacity=f"Amie {mark}"),
                by=lead,
            )
            for who in ("invitee", "retiree")
        ]
        others = [one for one in leads.leads_of(session, programme.id) if one.user_id != lead.id]
        lead_sent = invitations.invite_lead(
            session,
            programme,
            email=f"{plain(mark)}{site.slug}@exemple.fr",
            name=f"Pilote {mark}",
            by=lead,
        )
        sites.end(session, site, member=self.seat_of(site, cast["leaving"]), by=lead)
        found = {
            "site": site.slug,
            "site_id": str(site.id),
            "programme": programme.slug,
            "member": str(self.seat_of(site, cast["observer"]).id),
            "ended_member": str(self.seat_of(site, cast["leaving"], ended=True).id),
            "invitation": str(sent[0].invitation.id),
            "invitation_token": sent[0].token,
            "lead": str(others[0].id),
            "lead_invitation": str(lead_sent.invitation.id),
            "person": str(cast["observer"].id),
            "number": "1",
            "suffix": "csv",
            "code": "D1",
            "source": "D1",
            "target": "I1",
            "reset_token": self.reset_token(cast["observer"]),
            "address_token": accounts.ask_new_address(
                session, cast["observer"], email=f"{plain(mark)}neuve@exemple.fr"
            )
            or "",
            "first_token": self.first_token,
            "join_token": join_token(session),
            "unsubscribe_token": stopping.token(SECRET, cast["observer"].id, Stop.AT_ONCE),
            **(drawn := drawn_map(session, site, cast["state"], mark)),
            **asked_of(session, site, cast["state"], drawn),
            **(written := half_written(session, site, cast["state"], mark)),
            **named_by(session, site, cast["state"], {**drawn, **written}),
            **half_signed(session, site, cast["state"], mark),
            **two_decisions(session, site, cast, mark),
            **planned_for(session, site, cast, lead, mark),
            **reworded_once(session, programme, lead, mark),
            **talked_about(session, site, cast, mark, part=written["part"]),
        }
        found |= supported(session, site, cast, mark, code=written["clause"])
        visited_and_handed(session, site, {**cast, "lead": lead}, mark)
        return found

    def reset_token(self, user: User) -> str:
        """The secret of a link to choose another password."""
        asked = accounts.forget_password(self.session, user.email)
        return asked[1] if asked else ""

    def seat_of(self, site: Site, user: User, *, ended: bool = False) -> Membership:
        """Somebody's place."""
        query = select(Membership).where(
            Membership.site_id == site.id, Membership.user_id == user.id
        )
        return next(one for one in self.session.scalars(query) if bool(one.ended_at) is ended)

    def end_some(self) -> None:
        """The member who left is `revoked`; the disabled account had a session and loses it."""
        self.mirror.tokens["revoked"] = self.mirror.tokens.pop("leaving")
        keeping.disable(self.session, self.users["disabled"], by=self.users["admin"])

    def secret_links(self) -> dict[str, str]:
        """The links that letters carry, dated so that they outlive the run."""
        with clock.at(clock.now() + timedelta(hours=3)):
            return {
                "reset_token": self.link(Purpose.RESET, "observer"),
                "address_token": self.link(Purpose.ADDRESS, "observer"),
                "first_token": self.link(Purpose.FIRST, None),
            }

    def link(self, purpose: Purpose, who: str | None) -> str:
        """One secret link of somebody."""
        user = self.users[who] if who else None
        return links.issue(self.session, purpose, user=user, email="autre@exemple.fr")


def build(session: Session, marks: dict[str, str] = MARKS) -> Mirror:
    """Build everything, in one act."""
    with saving(session):
        return _Builder(session, marks).everything()
