"""What is remembered for searches: for each thing that can be found, its words once folded."""

import uuid

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coopspace.kernel.base import Base, SiteOwned
from coopspace.kernel.permissions import Permission


class SearchEntry(SiteOwned, Base):
    """One thing of a site, by its kind and the identifier of its row. `permission` opens what it
    says. It can all be made anew from what the rooms remember. The rows of a site stand together: a
    search reads them in one go."""

    __tablename__ = "search_entry"
    __table_args__ = {"sqlite_with_rowid": False}
    site_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("site.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    ref: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    permission: Mapped[Permission] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text)
