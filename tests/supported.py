"""What the mirror holds of the support structure: what was logged, suggested, handed over and
judged at a site, and what whoever facilitates it keeps in view; and the plan of actions."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.sites.model import Site
from tests.accompaniment.acts import two_entries
from tests.agreement.suggested import four_suggestions
from tests.changes.brought import a_table
from tests.facilitation.acts import set_aside_for
from tests.indicators.acts import two_indicators
from tests.narrative.acts import told_in_words
from tests.plan.acts import two_actions
from tests.review.acts import answered_once
from tests.roles.acts import shared_roles


def supported(
    session: Session, site: Site, cast: Mapping[str, User], mark: str, *, code: str
) -> dict[str, str]:
    """All of it, in `saving()`, at the site in scope; `code` is of a clause that is written."""
    two_entries(session, site, cast, mark)
    four_suggestions(session, site, cast, mark, code=code)
    shared_roles(session, site, cast, mark)
    two_actions(session, site, cast, mark)
    a_table(session, site, cast, mark)
    told_in_words(session, site, cast, mark)
    return {
        **set_aside_for(session, site, cast, mark),
        **answered_once(session, site, cast, mark),
        **two_indicators(session, site, cast, mark),
    }
