"""What every position remembers. Rows are only added: the latest one of each person counts."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import SiteOwned, new_id


class Taken(SiteOwned):
    """What one person said of one exact wording of a text, in the order of `seq`."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    seq: Mapped[int]
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), index=True)
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    stance: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]

    def says(self) -> tuple[object, ...]:
        """What makes it the same as another one of the same person."""
        return self.number, self.digest, self.stance, self.reason


def taken_holds() -> tuple[CheckConstraint, ...]:
    """What the database holds true of any position: who objects says why."""
    return (CheckConstraint("stance <> 'objection' OR reason <> ''", name="objection_has_reason"),)
