"""What is remembered of people: as little as signing in needs."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
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
