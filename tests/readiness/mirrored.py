"""What a site of the full house says of its conditions, in the scope of that site."""

from datetime import timedelta

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.kernel import clock
from coopspace.readiness import actions as readiness
from coopspace.readiness.rules import Item, Outcome, Said
from coopspace.sites.model import Site


def two_rounds(session: Session, site: Site, by: User, mark: str) -> None:
    """A round on the conditions that was revealed and concluded, and a hidden one."""
    author = readiness.member(session, site, by=by, device=f"device of {mark}")
    said = {item: Said(2, comment=f"Un signe {mark}.") for item in Item}
    for number in (1, 2):
        closes = clock.now() + timedelta(days=30)
        opened = readiness.open_round(session, site, by=by, closes_at=closes)
        readiness.answer(session, opened, author=author, said=said)
        if number == 1:
            readiness.reveal(session, opened, by=by)
            readiness.conclude(
                session,
                opened,
                item=Item.VISION,
                outcome=Outcome.ACT,
                words=f"Nous racontons le cap {mark}.",
                by=by,
            )
