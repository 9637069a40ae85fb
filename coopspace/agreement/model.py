"""What is remembered of an agreement: its clauses, which are shared texts, and what is settled
beside them. What is said is never rewritten: it stands from one moment until another."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.agreement.rules import Kind, Section
from coopspace.kernel.base import Base, SiteOwned, new_id

_NOW = column("until").is_(None)


class AgreementClause(SiteOwned, Base):
    """One clause: the shared text that answers a question. `code` is the question's; the clause
    keeps its section when the method no longer asks it."""

    __tablename__ = "agreement_clause"
    __table_args__ = (UniqueConstraint("site_id", "code"), UniqueConstraint("document_id"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    section: Mapped[Section] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(60))
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    opened_at: Mapped[datetime]


class AgreementPart(SiteOwned, Base):
    """A place, a decision rule, a message or a talent: its name in addresses and its rank among
    those of its kind."""

    __tablename__ = "agreement_part"
    __table_args__ = (UniqueConstraint("site_id", "ref"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    ref: Mapped[str] = mapped_column(String(8))
    kind: Mapped[Kind] = mapped_column(String(20))
    rank: Mapped[int]


class AgreementTelling(SiteOwned, Base):
    """What is said of a part from `at` until `until`; the one without an end stands. `ended`: the
    part left the agreement meanwhile. `content` is `rules.stored`."""

    __tablename__ = "agreement_telling"
    __table_args__ = (
        UniqueConstraint("part_id", "seq"),
        Index(
            "uq_agreement_telling_now",
            "part_id",
            unique=True,
            sqlite_where=_NOW,
            postgresql_where=_NOW,
        ),
        CheckConstraint("until IS NULL OR until >= at", name="ends_after"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    part_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_part.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    ended: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
