"""What the acts on a version share: holding it, whether it is still open, its journal."""

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import versions
from coopspace.agreement.model import AgreementFile, AgreementVersion
from coopspace.agreement.rules import State
from coopspace.agreement.versions import Version
from coopspace.kernel import audit
from coopspace.kernel.refusal import N_, Refusal
from coopspace.sites.holding import hold
from coopspace.sites.model import Site

CLOSED = {
    State.SIGNED: N_("This version is signed: it can no longer change."),
    State.REFUSED: N_("This version was refused: put another one to signature."),
    State.WITHDRAWN: N_("This version was withdrawn: put another one to signature."),
}
"""Why a version that is no longer open takes no act."""
NAME_MAX = 160


def held(session: Session, site: Site, number: int) -> Version:
    """The version, until the act is committed nobody else's. Raises NotFound."""
    hold(session, site.id)
    return versions.version_of(session, number)


def check_open(version: Version) -> None:
    """Refuse what comes after the closing of a version."""
    if version.state is not State.OPEN:
        raise Refusal(CLOSED[version.state])


def file_of(row: AgreementVersion, kind: str, content: bytes) -> AgreementFile:
    """The bytes of a version, with their digest."""
    return AgreementFile(
        site_id=row.site_id,
        version_id=row.id,
        kind=kind,
        digest=versions.digest_of(content),
        size=len(content),
        content=content,
    )


def file_name(name: str) -> str:
    """The name under which a file was sent, without its folders, on one line."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in plain if one.isprintable()).strip()
    return shown[-NAME_MAX:] or "document"


def note(session: Session, act: str, site: Site, number: int, by: User, **details: object) -> None:
    """Write it in the journal: never the words, only their digests."""
    audit.record(
        session,
        act,
        site_id=site.id,
        actor_id=by.id,
        on=("agreement_version", number),
        number=number,
        **details,
    )
