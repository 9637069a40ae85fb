"""What tests look at after an agreement began from elsewhere."""

from coopspace.agreement import starting, unstarting
from coopspace.kernel import audit
from tests.agreement.acts import acting, looking


def words_of(session, world, code: str) -> str:
    """The lines of a clause, with | between them."""
    with looking(session, world) as now:
        text = next(one for one in now.content.clauses if one.code == code)
        return "|".join(
            "".join(piece.text for piece in line) for one in text.blocks for line in one.lines
        )


def actions_of(session, world) -> list[tuple[str, dict[str, object]]]:
    """What the journal keeps: actions and their details."""
    session.rollback()
    return [(one.action, one.details) for one in audit.journal(session, world.site.id)]


def undone(session, world, number: int) -> starting.Taken:
    """What a beginning brought, taken back by the State."""
    with acting(session, world):
        row = starting.start_of(session, number)
        return unstarting.take_back(session, row, by=world.state)
