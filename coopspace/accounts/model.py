"""What is remembered of people: as little as signing in needs."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, new_id


class User(Base):
    """A person with an account. `email` is kept in lower case; `disabled_at` closes every door."""

    __tablename__ = "user"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    @property
    def initials(self) -> str:
        """Up to two capitals for the avatar."""
        words = [word for word in self.name.replace("-", " ").split() if word]
        letters = [words[0][0], words[-1][0]] if len(words) > 1 else [self.name[:1]]
        return "".join(letters).upper()

    @property
    def first_name(self) -> str:
        """The first word of the name, for tight places."""
        return self.name.split()[0] if self.name.split() else self.name

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """A disabled account is signed in nowhere."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """The id as Flask-Login wants it."""
        return str(self.id)


class WebSession(Base):
    """One signed-in browser. Deleting the row signs it out, whatever cookie it still holds."""

    __tablename__ = "web_session"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(120), default="")


class Purpose(StrEnum):
    """What a link sent to somebody is for."""

    RESET = "reset"
    WELCOME = "welcome"
    ADDRESS = "address"
    FIRST = "first"


class AccountLink(Base):
    """A secret link, once, for a while. What is kept is its SHA-256; `ended_at` says it is over:
    used, or replaced by a newer one. The very first one, at an empty house, is nobody's yet."""

    __tablename__ = "account_link"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Attempt(Base):
    """One try at a door that counts them. `who` and `origin` are digests; a row lives a day."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_door_who", "door", "who", "at"),
        Index("ix_attempt_door_origin", "door", "origin", "at"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    door: Mapped[str] = mapped_column(String(30))
    who: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(index=True)
