"""How tests put an agreement to signature and sign it, as people do."""

from datetime import timedelta

from sqlalchemy.orm import Session

from coopspace.accounts.model import User
from coopspace.agreement import attaching, putting, signing, versions
from coopspace.agreement.content import digest
from coopspace.agreement.versions import Version
from coopspace.exports import deed
from coopspace.exports.deed import Table, Words
from coopspace.kernel import clock
from coopspace.sites import actions as sites
from coopspace.sites.model import Site
from coopspace.sites.rules import Knowingly
from tests.agreement.acts import acting, word
from tests.world import World

PDF = b"%PDF-1.7\nsigned elsewhere\n%%EOF\n"
WORDS = Words(
    heading="Cooperation agreement",
    facts=(),
    signatures="Who signs",
    signature_headings=("Name", "Party", "Capacity"),
    kind="A simple electronic signature",
    digest="Digest",
    where="Verified elsewhere",
    carried="The content",
    party=lambda code: code,
    governs=lambda frozen, code: ", ".join(
        one.change or " – ".join(one.ends) for one in frozen.content.governs.get(code, ())
    ),
    table=lambda frozen, _kind: Table(
        "Places", ("Place",), tuple((one.said.name,) for one in frozen.content.places)
    ),
)


def proposed(session: Session, site: Site, mark: str = "") -> putting.Proposed:
    """What would be frozen now, signed by everybody of the trio."""
    return putting.propose(
        session,
        site,
        capacities={
            one.user_id: one.capacity or f"Au titre de l’essai {mark}".strip()
            for one in putting.members(session, site)
        },
        review_on=clock.today() + timedelta(days=365),
        language="fr",
        seen=digest(versions.draft(session, site, language="fr")),
    )


def put_now(session: Session, site: Site, by: User, mark: str = "", pdf: bytes = PDF) -> Version:
    """Freeze the agreement as it stands; in `saving()`, at the site in scope."""
    frozen = proposed(session, site, mark)
    row = putting.put(session, site, proposed=frozen, pdf=pdf, by=by)
    return versions.version_of(session, row.number)


def put(session: Session, world: World) -> Version:
    """Write something if nothing was, and put it to signature."""
    word(session, world, "power-who", "Nous décidons ensemble.")
    with acting(session, world):
        return put_now(session, world.site, world.facilitator)


def sign(session: Session, world: World, who: str, number: int = 1) -> Version:
    """Somebody signs."""
    with acting(session, world):
        version = versions.version_of(session, number)
        return signing.sign(
            session, world.site, number=number, seen=version.digest, by=getattr(world, who)
        )


def leave_the_trio(session: Session, world: World, who: str) -> None:
    """Somebody's place ends, and their party stays without anybody."""
    knowing = Knowingly(yes=True, why="Le poste est vacant.")
    with acting(session, world):
        member = next(
            one
            for one in putting.members(session, world.site)
            if one.user_id == getattr(world, who).id
        )
        sites.end(session, world.site, member=member, by=world.lead, knowingly=knowing)


def half_signed(session: Session, site: Site, by: User, mark: str) -> dict[str, str]:
    """A version that `by` has signed, with a PDF signed elsewhere. In `saving()`, at the site in
    scope; gives the names by which addresses call them."""
    frozen = proposed(session, site, mark)
    pdf = deed.pdf(frozen.content, WORDS)
    putting.put(session, site, proposed=frozen, pdf=pdf, by=by)
    version = versions.version_of(session, 1)
    signing.sign(session, site, number=1, seen=version.digest, by=by)
    attaching.attach(
        session, site, number=1, name=f"signé {mark}.pdf", content=PDF + mark.encode(), by=by
    )
    return {"sha256": version.digest, "attachment": "1"}
