"""How tests fill a register: by writing in it as people do."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.advances import actions
from coopspace.advances.rules import Said
from coopspace.kernel import clock
from coopspace.sites.model import Site


def two_lines(session: Session, site: Site, by: User, mark: str) -> None:
    """A line that was corrected and one that ended, in the site in scope; in `saving()`."""
    said = Said(f"Un accueil commun {mark}.", clock.today(), round=1, change="D1")
    kept = actions.write(session, site, said=said, by=by)
    better = Said(f"Un seul accueil {mark}.", clock.today(), round=1, change="D1")
    actions.correct(session, kept, said=better, seen=1, by=by)
    twice = actions.write(session, site, said=said, by=by)
    actions.end(session, twice, why=f"Écrit deux fois {mark}.", by=by)
