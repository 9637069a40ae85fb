"""What is remembered of an agreement: its clauses, which are shared texts, what is settled beside
them, the words that people suggest, and the versions that were put to signature.

What is said is never rewritten: it stands from one moment until another. Of a version nothing ever
changes: the database itself refuses it (migration 0018)."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    column,
)
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.agreement.rules import Fate, Kind, Section, State
from coopspace.kernel.base import Base, SiteOwned, new_id, one_at_a_time
from coopspace.sites.rules import College

_FROZEN = column("kind") != "attached"


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
        one_at_a_time(
            "uq_agreement_telling_now",
            "part_id",
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


class AgreementNaming(SiteOwned, Base):
    """That a clause (by its code) or a part (by its reference) governs a change, or the relation
    of two stakeholders, from `at` until `until`; the one without an end stands.

    A relation has no side here: `one_id` is the smaller of the two."""

    __tablename__ = "agreement_naming"
    __table_args__ = (
        one_at_a_time(
            "uq_agreement_naming_change",
            "site_id",
            "holder",
            "change_id",
        ),
        one_at_a_time(
            "uq_agreement_naming_relation",
            "site_id",
            "holder",
            "one_id",
            "other_id",
        ),
        CheckConstraint("(change_id IS NULL) = (one_id IS NOT NULL)", name="names_one_thing"),
        CheckConstraint("(one_id IS NULL) = (other_id IS NULL)", name="relations_have_two_ends"),
        CheckConstraint("one_id IS NULL OR one_id < other_id", name="relations_have_no_side"),
        CheckConstraint("(until IS NULL) = (until_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("until IS NULL OR until >= at", name="ends_after"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    holder: Mapped[str] = mapped_column(String(60))
    change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("change.id"), index=True)
    one_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    other_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stakeholder.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    until: Mapped[datetime | None]
    until_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class AgreementVersion(SiteOwned, Base):
    """One exact text, put to signature: `consent` is the sentence that each signatory is shown."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("consent <> ''", name="says_what_is_consented"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    consent: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date]
    put_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    put_at: Mapped[datetime]


class AgreementFile(SiteOwned, Base):
    """The bytes of a version, as they were frozen: its canonical content, its PDF; and the PDFs
    signed elsewhere that people added to it, which alone may be taken out."""

    __tablename__ = "agreement_file"
    __table_args__ = (
        Index(
            "uq_agreement_file_frozen",
            "version_id",
            "kind",
            unique=True,
            sqlite_where=_FROZEN,
            postgresql_where=_FROZEN,
        ),
        CheckConstraint("kind IN ('content', 'pdf', 'attached')", name="known_kind"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_version.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class AgreementSignatory(SiteOwned, Base):
    """Somebody who is asked to sign a version, under which name and in which capacity."""

    __tablename__ = "agreement_signatory"
    __table_args__ = (
        UniqueConstraint("version_id", "user_id"),
        CheckConstraint("capacity <> ''", name="signs_in_a_capacity"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_version.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    rank: Mapped[int]
    college: Mapped[College] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[str] = mapped_column(String(160))


class AgreementSignature(SiteOwned, Base):
    """That somebody signed. `hash` holds everything that it says with the hash before it, from the
    digest of the content on: nothing can be slipped in between."""

    __tablename__ = "agreement_signature"
    __table_args__ = (UniqueConstraint("signatory_id"), UniqueConstraint("version_id", "seq"))
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_version.id"), index=True)
    signatory_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_signatory.id"))
    seq: Mapped[int]
    consent_digest: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AgreementClosing(SiteOwned, Base):
    """What became of a version, once: there is one row at most, and it stays."""

    __tablename__ = "agreement_closing"
    __table_args__ = (
        CheckConstraint("state IN ('signed', 'refused', 'withdrawn')", name="known_state"),
        CheckConstraint("state = 'signed' OR reason <> ''", name="closes_with_a_reason"),
    )
    version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("agreement_version.id"), primary_key=True
    )
    state: Mapped[State] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class AgreementAttachment(SiteOwned, Base):
    """A PDF signed elsewhere, added to a version; `file_id` is None once it was taken out."""

    __tablename__ = "agreement_attachment"
    __table_args__ = (UniqueConstraint("version_id", "number"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_version.id"), index=True)
    number: Mapped[int]
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agreement_file.id"))
    name: Mapped[str] = mapped_column(String(160))
    digest: Mapped[str] = mapped_column(String(64))
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AgreementSuggestion(SiteOwned, Base):
    """Other words that somebody proposes for a clause: those that they had before their eyes
    (wording `seen`, 0 for none) and theirs, formatted (`lettered.packed`). It is never rewritten.
    """

    __tablename__ = "agreement_suggestion"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        Index("ix_agreement_suggestion_clause", "site_id", "code"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    seen: Mapped[int]
    base: Mapped[list[list[Any]]] = mapped_column(JSON, deferred=True)
    words: Mapped[list[list[Any]]] = mapped_column(JSON, deferred=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class AgreementSuggestionEnd(SiteOwned, Base):
    """What became of a suggestion, once: there is one row at most. `wording` is the one that stood
    once its words were accepted."""

    __tablename__ = "agreement_suggestion_end"
    __table_args__ = (
        CheckConstraint("state IN ('accepted', 'refused', 'withdrawn')", name="known_state"),
        CheckConstraint("state <> 'refused' OR reason <> ''", name="refuses_with_a_reason"),
        CheckConstraint("(state = 'accepted') = (wording IS NOT NULL)", name="accepts_words"),
    )
    suggestion_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("agreement_suggestion.id"), primary_key=True
    )
    state: Mapped[Fate] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    wording: Mapped[int | None]
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class AgreementStart(SiteOwned, Base):
    """A text that came from elsewhere: the agreement of another site, or a file.

    Until somebody confirms it (`done_at`) a file is a draft: `content` holds what was read of it,
    and is emptied then. `name` is the file's, or what the other site was called.
    """

    __tablename__ = "agreement_start"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        CheckConstraint("origin IN ('site', 'file')", name="known_origin"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        CheckConstraint("undone_at IS NULL OR done_at IS NOT NULL", name="done_before_undone"),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int]
    origin: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(160))
    content: Mapped[str] = mapped_column(Text, default="", deferred=True)
    by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    undone_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]


class AgreementStarted(SiteOwned, Base):
    """What such a text gave: a wording of a clause (`about` is its code, `number` the wording's,
    `before` the one that stood), or a part (its reference, and the telling)."""

    __tablename__ = "agreement_started"
    __table_args__ = (UniqueConstraint("start_id", "kind", "about"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    start_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement_start.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    before: Mapped[int]
