"""How tests suggest other words for a clause, and decide on them, as people do."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import clauses, suggesting, suggestions
from coopspace.agreement.suggestions import Suggestion
from coopspace.live import bringing, lettered, store
from coopspace.live.lettered import Letters
from coopspace.sites.model import Site
from tests.agreement.acts import acting, looking
from tests.world import World

CODE = "power-who"
TABLE = "Nous décidons à la table du quartier, tous les deux mois, à main levée."


def over(session: Session, code: str, text: str) -> tuple[Letters, int]:
    """These words typed over what stands, its formats kept, and what was seen; at the site in
    scope."""
    clause = clauses.clause_of(session, code)
    if clause is None:
        return lettered.rewritten((), text), 0
    standing = store.read(session, clause.document_id)
    return lettered.rewritten(bringing.formatted(session, standing), text), standing.token


def suggest(
    session: Session,
    world: World,
    text: str,
    *,
    who: str = "contributor",
    code: str = CODE,
    reason: str = "",
) -> int:
    """Somebody suggests these words; gives the number."""
    with acting(session, world):
        words, seen = over(session, code, text)
        return suggesting.suggest(
            session,
            world.site,
            code=code,
            words=words,
            seen=seen,
            reason=reason,
            by=getattr(world, who),
        ).number


def accept(session: Session, world: World, number: int = 1, *, who: str = "state") -> int:
    """Somebody accepts; gives the wording that stands."""
    with acting(session, world):
        return suggesting.accept(session, world.site, number=number, by=getattr(world, who))


def suggestion(session: Session, world: World, number: int = 1) -> Suggestion:
    """What its page shows."""
    with looking(session, world):
        return suggestions.suggestion_of(session, number)


def said(session: Session, world: World, code: str = CODE) -> str:
    """The words of a clause as they stand."""
    with looking(session, world):
        clause = clauses.clause_of(session, code)
        assert clause
        return store.read(session, clause.document_id).text


def four_suggestions(
    session: Session, site: Site, cast: dict[str, User], mark: str, *, code: str
) -> None:
    """One that waits, one refused, one withdrawn, one accepted. In `saving()`, at the site in
    scope."""
    words, seen = over(session, code, f"Nous décidons à trois voix {mark}")
    for number, who in enumerate(("civil", "civil", "contributor", "contributor"), 1):
        further = lettered.rewritten(words, f"{lettered.words_of(words)} Encore {number} {mark}")
        suggesting.suggest(
            session,
            site,
            code=code,
            words=further,
            seen=seen,
            reason=f"C’est plus clair {mark}.",
            by=cast[who],
        )
    suggesting.refuse(session, site, number=2, reason=f"Pas encore {mark}.", by=cast["state"])
    suggesting.withdraw(session, site, number=3, by=cast["contributor"])
    suggesting.accept(session, site, number=4, reason=f"Merci {mark}.", by=cast["state"])
