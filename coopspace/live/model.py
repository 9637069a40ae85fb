"""What is remembered of a shared text: its log, its present words and every wording it had."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id


class Document(SiteOwned, Base):
    """A shared text as it stands. `version` is its latest wording's number; 0: no words yet.

    What was typed is the log: the snapshot at `snapshot_seq`, then the updates up to `head_seq`.
    Without a snapshot the text was never live: it starts from `text`. `text` is what the log says
    up to `text_seq`; it lags by a second while somebody types.
    """

    __tablename__ = "document"
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    head_seq: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    text_seq: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    snapshot_seq: Mapped[int | None] = mapped_column(BigInteger)


class DocumentUpdate(Base):
    """One line of the log of a text: what was typed, by whom (from the session), when.

    Lines have no gap: each takes the next number while the document's row is held.
    """

    __tablename__ = "document_update"
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update: Mapped[bytes] = mapped_column(LargeBinary)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]


class DocumentSnapshot(Base):
    """The whole state of a text at one line of its log, dated.

    It does not stand on the document's row: SQLite would write it anew at every keystroke.
    """

    __tablename__ = "document_snapshot"
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class Wording(SiteOwned, Base):
    """One wording: what a form saved, or what people typed together until they paused.

    `seq` is its place in the log (none before texts were live), `authors` who typed in it.
    `aside` marks one kept beside because nobody knows what its author had seen. `runs` says whose
    each word is (`tracing.pack`), once the lines of the log that say so may go.
    """

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
    seq: Mapped[int | None] = mapped_column(BigInteger)
    authors: Mapped[list[str] | None] = mapped_column(JSON)
    runs: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True))
