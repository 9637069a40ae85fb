"""What is remembered of a shared text: its present wording and every wording it had."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id


class Document(SiteOwned, Base):
    """A shared text as it stands. `version` is its present wording's number; 0: no words yet."""

    __tablename__ = "document"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class Wording(SiteOwned, Base):
    """One wording that was saved. `aside` marks one kept beside because another came first."""

    __tablename__ = "document_wording"
    __table_args__ = (UniqueConstraint("document_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    restores: Mapped[int | None]
    aside: Mapped[bool] = mapped_column(default=False)
    seen: Mapped[int | None]
