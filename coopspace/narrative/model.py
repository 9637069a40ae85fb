"""What is remembered of the narrative: its shared text, and what was once assembled into it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id


class Narrative(SiteOwned, Base):
    """The narrative of a site. `assembled_number` is the wording that was put together from the
    chain's sentences and that nobody had written, `assembled_digest` its exact words."""

    __tablename__ = "narrative"
    __table_args__ = (
        UniqueConstraint("site_id"),
        UniqueConstraint("document_id"),
        CheckConstraint(
            "(assembled_number IS NULL) = (assembled_digest IS NULL)", name="assembled_whole"
        ),
    )
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    opened_at: Mapped[datetime]
    assembled_number: Mapped[int | None]
    assembled_digest: Mapped[str | None] = mapped_column(String(64))
