"""What is remembered of a vision: its two shared texts, and every position taken on its words."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned, new_id
from coopspace.positions.model import Taken, taken_holds
from coopspace.sites.model import College


class Vision(SiteOwned, Base):
    """The vision of a site: one sentence, and the shared reading that it rests on."""

    __tablename__ = "vision"
    __table_args__ = (UniqueConstraint("site_id"),)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    sentence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    reading_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    opened_at: Mapped[datetime]


class VisionPosition(Taken, Base):
    """What one member of the trio said, for their college, of one exact wording.

    Rows are only added, in the order of `seq`: the latest one of each person counts.
    """

    __tablename__ = "vision_position"
    __table_args__ = (UniqueConstraint("site_id", "seq"), *taken_holds())
    college: Mapped[College] = mapped_column(String(20))

    def says(self) -> tuple[object, ...]:
        """The same words for another college are something else."""
        return (*super().says(), self.college)
