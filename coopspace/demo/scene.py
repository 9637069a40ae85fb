"""Where an act of the demonstration is played, and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.sites.access import Standing
from coopspace.sites.model import Site


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an act is played, by whom, and what they are there."""

    session: Session
    site: Site
    by: User
    place: Standing | None
    cast: Mapping[str, User]
    says: Mapping[str, str]
