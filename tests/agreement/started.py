"""How tests begin an agreement from elsewhere, as people do."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import starting
from coopspace.agreement.cutting import Cut
from coopspace.live.formats import Block, Piece
from coopspace.sites.model import Site


def paragraph(*pieces: Piece) -> Block:
    """A paragraph of one line."""
    return Block("paragraph", (pieces,))


def half_started(session: Session, site: Site, by: User, mark: str) -> None:
    """A document that waits (number 1), and another one that was taken in. In `saving()`, at the
    site in scope."""
    for number in (1, 2):
        cuts = [
            Cut(f"Nos forces {mark}", (f"Charte {mark}",), (paragraph(Piece(f"Ici {mark}.")),)),
            Cut("", (), (paragraph(Piece(f"Avant tout {mark}.")),)),
        ]
        row = starting.keep(
            session, site, name=f"charte {mark}.docx", cuts=cuts, chosen={0: "power-stuck"}, by=by
        )
        if number == 2:
            found = starting.waiting_of(session, row.number)
            starting.bring(session, site, found, chosen=found.chosen, by=by)
