"""What is true of a file, in sentences for the command line: from itself, then from here."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from coopspace.agreement.proof import Told
from coopspace.agreement.rules import State
from coopspace.agreement.verifying import Known, known
from coopspace.agreement.versions import PDF

_STATES = {
    State.OPEN: "it is being signed",
    State.SIGNED: "it was signed by all",
    State.REFUSED: "it was refused",
    State.WITHDRAWN: "it was withdrawn",
}


def of_itself(told: Told) -> Iterator[str]:
    """What the file says, and what that proves."""
    values = told.values
    yield (
        f"Version {values.get('number')} of the cooperation agreement of "
        f"“{_site(told)}”, put to signature at {values.get('put_at')}."
    )
    for one in values.get("signatories", ()):
        yield f"To be signed by {one.get('name')} ({one.get('party')}), {one.get('capacity')}."
    yield f"Content: SHA-256 {told.content}"
    if told.is_copy:
        yield f"The content that this {told.kind.upper()} carries is whole, in its canonical form."
        yield (
            "The file itself is a copy to work on, whose words may have been changed: only the PDF "
            "and the JSON of the version prove what is signed."
        )
    elif told.kind == PDF:
        yield f"PDF: SHA-256 {told.digest}"
        yield "The content that this PDF carries is whole and in its canonical form."
        yield "Its pages are those that were made if the digest of the PDF is known: see below."
    else:
        yield "The content is whole and in its canonical form."


def from_outside(told: Told) -> str:
    """What the file cannot say, and who can."""
    digest = told.content if told.is_copy else told.digest
    return (
        "Whether it was signed is told where it was put to signature, at "
        f"/verifier/{digest}, or by this command with --data."
    )


def from_here(session: Session, told: Told) -> tuple[bool, str]:
    """What this installation knows of the file; whether it is a version signed by all."""
    found = known(session, told.digest)
    if found is not None:
        return found.state is State.SIGNED, _known(found)
    if told.kind == PDF and known(session, told.content) is not None:
        return False, (
            "The content that this PDF carries is known here, but the PDF is not the one that was "
            "made here: its pages may say something else."
        )
    if told.is_copy and (inside := known(session, told.content)) is not None:
        return False, (
            f"The content that this copy carries: {_known(inside)[0].lower()}{_known(inside)[1:]} "
            "The copy proves nothing: compare it with the PDF or the JSON of the version."
        )
    return False, "No version put to signature here has this digest."


def _known(found: Known) -> str:
    said = f"Known here: {_STATES[found.state]}"
    if found.closed_at is not None:
        said += f" at {found.closed_at.isoformat(timespec='seconds')}"
    said += f", with {found.signatures} signatures out of {found.asked}."
    return said + (" Another version was signed since." if found.replaced else "")


def _site(told: Told) -> str:
    agreement = told.values.get("agreement")
    return str(agreement.get("site", "")) if isinstance(agreement, dict) else ""
