"""What is remembered of programmes, sites and memberships."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopspace.accounts.model import User
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.kernel.permissions import Role
from coopspace.sites.rules import COLLEGE_LABELS, RING_LABELS, College, Place, Ring

__all__ = [
    "COLLEGE_LABELS",
    "RING_LABELS",
    "Adherence",
    "College",
    "Invitation",
    "Membership",
    "Programme",
    "ProgrammeLead",
    "Ring",
    "Site",
]


class Programme(Base):
    """A cohort of sites that follow the same path."""

    __tablename__ = "programme"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    words_stamp: Mapped[uuid.UUID | None]
    """Another one after each change of the words in which it says the method: none as long as they
    are ours. `coopspace.edition` gives it."""
    sites: Mapped[list["Site"]] = relationship(back_populates="programme")


class ProgrammeLead(Base):
    """Somebody who leads a programme, until `ended_at`."""

    __tablename__ = "programme_lead"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class Site(Base):
    """One territory working on its change."""

    __tablename__ = "site"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    territory: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    programme: Mapped[Programme] = relationship(back_populates="sites")


class Membership(Base):
    """Somebody's place at a site, until `ended_at`: role, college and ring.

    A change of place ends one row and opens the next, so that who was what is known at any date.

    It is what access is decided on, read across sites to know where a person is at home; it is
    therefore not `SiteOwned`, and every query on it names its site or its person.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("role <> 'trio' OR college IS NOT NULL", name="trio_has_college"),
        CheckConstraint("role <> 'trio' OR ring = 'trio'", name="trio_is_inner_ring"),
        one_at_a_time("uq_membership_active", "site_id", "user_id", ends="ended_at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    role: Mapped[Role] = mapped_column(String(20))
    college: Mapped[College | None] = mapped_column(String(20))
    ring: Mapped[Ring | None] = mapped_column(String(20))
    capacity: Mapped[str] = mapped_column(String(160), default="")
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(Text, default="", server_default="")
    user: Mapped[User] = relationship()
    site: Mapped[Site] = relationship()

    @property
    def place(self) -> Place:
        """What this person is at the site, as the rules read it."""
        return Place(
            role=Role(self.role),
            college=College(self.college) if self.college else None,
            ring=Ring(self.ring) if self.ring else None,
            capacity=self.capacity,
        )


class Adherence(SiteOwned, Base):
    """A college's adherence to the approach, recorded by one of its members (a prerequisite)."""

    __tablename__ = "adherence"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    college: Mapped[College] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Invitation(Base):
    """A link that gives one person one place, once, for a few days.

    The place is at a site, or the lead of a programme.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("(site_id IS NULL) <> (programme_id IS NULL)", name="one_destination"),
        CheckConstraint(
            "(role = 'programme_lead') = (programme_id IS NOT NULL)", name="lead_of_programme"
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    site_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("site.id"), index=True)
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programme.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(String(20))
    college: Mapped[College | None] = mapped_column(String(20))
    ring: Mapped[Ring | None] = mapped_column(String(20))
    capacity: Mapped[str] = mapped_column(String(160), default="")
    token_hash: Mapped[str] = mapped_column(String(64))
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    site: Mapped[Site | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    inviter: Mapped[User] = relationship()

    @property
    def place(self) -> Place:
        """The place that it gives, as the rules read it."""
        return Place(
            role=Role(self.role),
            college=College(self.college) if self.college else None,
            ring=Ring(self.ring) if self.ring else None,
            capacity=self.capacity,
        )
