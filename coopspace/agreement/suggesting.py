"""What people do with suggestions: propose other words for a clause, accept, refuse, withdraw.

Nobody decides on their own suggestion. Accepted words enter the clause in the name of their author;
what others changed meanwhile stays, and where both changed the same place a person writes what the
clause says in the end.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import suggestions
from coopspace.agreement.clauses import clause_of, open_clause
from coopspace.agreement.model import AgreementSuggestion, AgreementSuggestionEnd
from coopspace.agreement.questions import by_code
from coopspace.agreement.rules import TEXT_MAX, Fate
from coopspace.agreement.suggestions import Suggestion
from coopspace.kernel import audit, clock, typed
from coopspace.kernel.refusal import N_, NotFound, Refusal
from coopspace.live import bringing, lettered, store
from coopspace.live.bringing import Seen, Step
from coopspace.live.lettered import Letters, Together
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

ENDED = {
    Fate.ACCEPTED: N_("This suggestion was accepted already."),
    Fate.REFUSED: N_("This suggestion was refused already."),
    Fate.WITHDRAWN: N_("This suggestion was withdrawn by its author."),
}
"""Why a suggestion takes no act any more."""

OWN = N_("Nobody decides on their own suggestion: somebody else does.")


@dataclass(frozen=True)
class Meeting:
    """A suggestion beside its clause as it stands: `token` names what stands, `result` is what
    the clause would say. `moved`: somebody changed the clause since the suggestion was written."""

    token: int
    number: int
    standing: Letters
    result: Together
    moved: bool


def suggest(
    session: Session, site: Site, *, code: str, words: Letters, seen: int, reason: str, by: User
) -> AgreementSuggestion:
    """Propose other words for a clause, over those that were seen (`store.Text.token`). Sending
    the same twice proposes once. Raises NotFound for what the agreement does not have."""
    hold(session, site.id)
    base = _seen(session, code, seen)
    _check_length(words)
    if words == base.letters:
        raise Refusal(
            N_("These are the words that you were shown: change something first."), field="words"
        )
    why = typed.words(reason, "reason", TEXT_MAX)
    packed = lettered.packed(words)
    for row in suggestions.open_rows(session, code=code, by=by.id):
        if row.words == packed:
            return row
    row = AgreementSuggestion(
        site_id=site.id,
        number=(session.scalar(select(func.max(AgreementSuggestion.number))) or 0) + 1,
        code=code,
        seen=base.number,
        base=lettered.packed(base.letters),
        words=packed,
        reason=why,
        by=by.id,
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    _note(session, site, "suggestion:open", row.number, by)
    return row


def meeting(session: Session, suggestion: Suggestion) -> Meeting:
    """The suggestion beside what its clause says now; changes nothing."""
    clause = clause_of(session, suggestion.code)
    if clause is None:
        return _met(suggestion, 0, 0, ())
    text = store.read(session, clause.document_id)
    return _met(suggestion, text.token, text.number, bringing.formatted(session, text))


def accept(
    session: Session,
    site: Site,
    *,
    number: int,
    by: User,
    reason: str = "",
    words: Letters | None = None,
    seen: int = 0,
) -> int:
    """Make the suggested words those of the clause; gives the number of the wording that stands.

    `words` are what the clause says in the end, written over what was `seen` of it: they are
    needed where both changed the same place.
    """
    suggestion = _held(session, site, number, by)
    why = typed.words(reason, "reason", TEXT_MAX)
    clause = open_clause(session, site, code=suggestion.code, by=by)
    text, standing = bringing.standing(session, clause.document_id)
    if words is None:
        met = _met(suggestion, text.token, text.number, standing)
        if met.result.touching:
            raise Refusal(
                N_(
                    "The clause and the suggestion say something else at the same place: read "
                    "both, and write what the clause says in the end."
                ),
                field="words",
            )
        steps = [Step(met.result.letters, suggestion.by)]
    else:
        over = bringing.seen(session, clause.document_id, seen)
        steps = _final(suggestion, standing, words, over=over, by=by)
    text = bringing.bring(
        session, clause.document_id, steps, act=("suggestion", str(suggestion.id))
    )
    _end(session, site, suggestion, Fate.ACCEPTED, reason=why, by=by, wording=text.number)
    _note(session, site, "suggestion:accept", number, by, wording=text.number, digest=text.digest)
    return text.number


def refuse(session: Session, site: Site, *, number: int, reason: str, by: User) -> None:
    """Leave the clause as it is, and tell the author why."""
    suggestion = _held(session, site, number, by)
    why = typed.words(reason, "reason", TEXT_MAX)
    if not why:
        raise Refusal(N_("Say why: whoever suggested it deserves an answer."), field="reason")
    _end(session, site, suggestion, Fate.REFUSED, reason=why, by=by)
    _note(session, site, "suggestion:refuse", number, by)


def withdraw(session: Session, site: Site, *, number: int, by: User) -> None:
    """Take one’s own suggestion back while nobody has decided on it."""
    hold(session, site.id)
    suggestion = suggestions.suggestion_of(session, number)
    if suggestion.by != by.id:
        raise Refusal(N_("A suggestion belongs to its author: accept it, or say why not."))
    if suggestion.fate is Fate.WITHDRAWN:
        return
    _check_open(suggestion)
    _end(session, site, suggestion, Fate.WITHDRAWN, reason="", by=by)
    _note(session, site, "suggestion:withdraw", number, by)


def _seen(session: Session, code: str, token: int) -> Seen:
    """The words that the author had before their eyes; those that stand when nobody knows."""
    clause = clause_of(session, code)
    if clause is None:
        if code not in by_code():
            raise NotFound
        return Seen(0, ())
    text, standing = bringing.standing(session, clause.document_id)
    known = bringing.seen(session, clause.document_id, token)
    return known if known is not None else Seen(text.number, standing)


def _met(suggestion: Suggestion, token: int, number: int, standing: Letters) -> Meeting:
    return Meeting(
        token=token,
        number=number,
        standing=standing,
        result=lettered.together(suggestion.base, standing, suggestion.words),
        moved=standing != suggestion.base,
    )


def _final(
    suggestion: Suggestion, standing: Letters, words: Letters, *, over: Seen | None, by: User
) -> list[Step]:
    """What the clause says in the end, as far as it was suggested, then in the hand of who decides.
    Raises Refusal when it moved again at the same place."""
    _check_length(words)
    if not words:
        raise Refusal(N_("Write what the clause says in the end."), field="words")
    final = lettered.together(over.letters if over else standing, standing, words)
    if over is None or final.touching:
        raise Refusal(
            N_(
                "Somebody changed the clause meanwhile: read what stands now, above. "
                "What you typed is still here."
            ),
            field="words",
        )
    credited = lettered.credited(standing, suggestion.words, final.letters)
    return [Step(credited, suggestion.by), Step(final.letters, by.id)]


def _check_length(words: Letters) -> None:
    length = len(lettered.words_of(words))
    if length > store.LONGEST:
        raise Refusal(
            N_("Keep this text under %(most)d characters: it has %(length)d."),
            field="words",
            most=store.LONGEST,
            length=length,
        )


def _held(session: Session, site: Site, number: int, by: User) -> Suggestion:
    """An open suggestion that this person may decide on, until the act is committed nobody else's.
    Raises NotFound, Refusal."""
    hold(session, site.id)
    suggestion = suggestions.suggestion_of(session, number)
    if suggestion.by == by.id:
        raise Refusal(OWN)
    _check_open(suggestion)
    return suggestion


def _check_open(suggestion: Suggestion) -> None:
    if suggestion.fate is not Fate.OPEN:
        raise Refusal(ENDED[suggestion.fate])


def _end(
    session: Session,
    site: Site,
    suggestion: Suggestion,
    fate: Fate,
    *,
    reason: str,
    by: User,
    wording: int | None = None,
) -> None:
    session.add(
        AgreementSuggestionEnd(
            site_id=site.id,
            suggestion_id=suggestion.id,
            state=fate,
            reason=reason,
            wording=wording,
            by=by.id,
            at=clock.now(),
        )
    )
    session.flush()


def _note(session: Session, site: Site, act: str, number: int, by: User, **details: object) -> None:
    """Write it in the journal: never the words."""
    audit.record(
        session,
        act,
        site_id=site.id,
        actor_id=by.id,
        on=("agreement_suggestion", number),
        number=number,
        **details,
    )
