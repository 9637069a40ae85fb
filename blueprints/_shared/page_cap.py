"""The vision that stands in the cap of every inner page of a site, read only where it is shown."""

from functools import cached_property

from coopspace.extensions import db
from coopspace.vision.glance import sentence


class PageCap:
    """What the cap of this page may say; one query, the first time that it is asked."""

    @cached_property
    def vision(self) -> str:
        """The words of the vision of the site in scope, empty while there are none."""
        return sentence(db.session())
