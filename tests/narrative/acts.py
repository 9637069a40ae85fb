"""What the mirror holds of the narrative: words of people, and a change that they name."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.narrative import actions
from coopspace.sites.model import Site


def told_in_words(session: Session, site: Site, cast: Mapping[str, User], mark: str) -> None:
    """Two wordings and a mention, in `saving()`, at the site in scope."""
    for seen, words in enumerate(("Tout commence", "Tout commence par une rencontre")):
        actions.write(session, site, text=f"{words} {mark}.", seen=seen, by=cast["civil"])
    actions.name_change(session, site, code="I1", by=cast["state"])
