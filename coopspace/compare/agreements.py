"""The agreements that sites share with the others of their programme, read anew at each page.

What is shared is the version that stands, else the draft, and only what `outward` lets out. A site
that takes its agreement back is readable nowhere from the next request on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coopspace.agreement import frozen, reading, versions
from coopspace.agreement.content import canonical
from coopspace.agreement.frozen import Text
from coopspace.agreement.outward import outward, unnamed
from coopspace.compare import pooled
from coopspace.compare.pooled import Sharing
from coopspace.compare.rules import Item, Pact
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound
from coopspace.sites.model import Programme, Site


@dataclass(frozen=True)
class SharedAgreement:
    """The agreement of a site as the others read it; `version` is 0 for its draft."""

    site: Sharing
    text: Text
    version: int = 0
    signed_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """It says nothing yet."""
        return self.text.content.is_empty


def sharing(session: Session, programme: Programme) -> tuple[Sharing, ...]:
    """The sites that share their agreement, in alphabetical order."""
    return pooled.sharing(session, programme, Item.AGREEMENT)


def shared(session: Session, programme: Programme, *, slug: str, language: str) -> SharedAgreement:
    """The agreement that this site shares; a draft bears headings in this language. Raises
    NotFound for a site that shares none."""
    one = next((each for each in sharing(session, programme) if each.slug == slug), None)
    if one is None:
        raise NotFound
    with in_site(session, one.id):
        values, number, signed_at = _told(session, one.name, language)
    return SharedAgreement(one, frozen.read_agreement(values), number, signed_at)


def summary(session: Session, site: Site) -> Pact:
    """How much of the agreement of the site in scope is, or would be, told outside."""
    values, number, _at = _told(session, site.name, "fr")
    content = frozen.content_of(values)
    return Pact(
        version=number,
        clauses=sum(bool(one.blocks) for one in content.clauses),
        beside=len(content.places) + len(content.decisions) + len(content.messages),
    )


def _told(
    session: Session, name: str, language: str
) -> tuple[Mapping[str, Any], int, datetime | None]:
    """What the site in scope tells: the version that stands with its number, else the draft."""
    stands = versions.standing(versions.versions(session))
    if stands is None:
        draft = unnamed(reading.agreement(session).content)
        return outward(canonical(draft, site=name, language=language)), 0, None
    values = frozen.agreement_of(versions.content_of(session, stands))
    return outward(values), stands.number, stands.closed_at
