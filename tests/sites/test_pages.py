"""The pages of sites, members, invitations and programmes: each one works, is read, is refused."""

import ast
import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from blueprints.sites.journal_words import KIND_LABELS, LINES, MOVES, Kind
from coopspace import demo
from coopspace.accounts.model import User
from coopspace.extensions import db
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.permissions import PERMISSION_LABELS, Permission, Role
from coopspace.kernel.saving import saving
from coopspace.paths import TEMPLATES
from coopspace.sites import actions, adherence, invitations, leads
from coopspace.sites.model import College, Membership
from coopspace.sites.rules import Place
from tests.visitor import Visitor, text_of
from tests.world import World

SITE = "/sites/quartier-des-trois-ponts"
PROGRAMME = "/dispositifs/cites-en-mouvement"
MOST_QUERIES = 12
PAGES = ("/", "/membres", "/qui-peut-quoi", "/membres/quitter")
HOST_PAGES = ("/membres/inviter", "/journal", "/reglages")
ROOT = TEMPLATES.parent


def seat(session: Session, world: World, who: User) -> Membership:
    return actions.member_at(session, world.site, who.id)


def words(answer) -> str:
    return text_of(answer.text)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_site_is_read_by_its_members_and_by_nobody_else(
    visitor: Visitor, world: World, page: str
):
    for who in (world.state, world.observer, world.lead):
        visitor.sign_in(who).get(SITE + page)
    for who in (world.stranger, world.other_state, world.admin):
        visitor.sign_in(who).get(SITE + page, status=404)
    visitor.get(f"/sites/nulle-part{page}", status=404)
    assert visitor.client.put(SITE + page).status_code == 405


@pytest.mark.parametrize("page", HOST_PAGES)
def test_a_page_for_hosts_says_to_a_reader_who_may_open_it(
    visitor: Visitor, world: World, page: str
):
    for who in (world.state, world.facilitator, world.lead):
        visitor.sign_in(who).get(SITE + page)
    refused = visitor.sign_in(world.observer).get(SITE + page, status=403)
    assert "trinôme" in words(refused)
    visitor.sign_in(world.other_state).get(SITE + page, status=404)
    assert visitor.client.delete(SITE + page).status_code == 405


def test_addresses_are_shown_to_those_who_manage_and_to_nobody_else(visitor: Visitor, world: World):
    for who, shown in ((world.facilitator, True), (world.lead, True), (world.state, False)):
        page = visitor.sign_in(who).get(f"{SITE}/membres").text
        assert (world.civil.email in page) is shown
        assert (world.observer.email in page) is shown
    for page in ("/membres", "/", "/qui-peut-quoi"):
        assert "@exemple.fr" not in visitor.sign_in(world.observer).get(SITE + page).text


def test_a_member_is_changed_and_the_journal_tells_it(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/{seat(session, world, world.observer).id}/modifier"
    visitor.sign_in(world.facilitator).get(page)
    visitor.post(page, role="contributor", college="", ring="wide", capacity="voisine")
    member = seat(session, world, world.observer)
    assert (member.role, member.ring, member.capacity) == ("contributor", "wide", "voisine")
    assert "change la place de Omar Benali" in words(visitor.get(f"{SITE}/journal"))


def test_a_role_that_cannot_be_given_is_not_offered_nor_taken(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/inviter"
    offered = visitor.sign_in(world.state).get(page).text
    assert 'value="facilitator"' not in offered
    visitor.post(page, status=200, name="Zoé", email="zoe@exemple.fr", role="facilitator")
    visitor.post(page, status=200, name="Zoé", email="zoe@exemple.fr", role="programme_lead")
    assert visitor.get(f"{SITE}/membres").text.count("zoe@exemple.fr") == 0


def test_more_fields_than_the_form_has_change_nothing(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/inviter"
    visitor.sign_in(world.state)
    visitor.post(
        page,
        name="Zoé Amar",
        email="zoe@exemple.fr",
        role="observer",
        college="",
        ring="",
        capacity="",
        site_id=str(world.other_site.id),
        invited_by=str(world.lead.id),
        token_hash="0" * 64,
        accepted_at="2026-01-01",
    )
    [sent] = session.query(invitations.Invitation).all()
    assert sent.site_id == world.site.id
    assert sent.invited_by == world.state.id
    assert sent.accepted_at is None


def test_the_last_voice_asks_to_be_known_before_it_ends(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/{seat(session, world, world.civil).id}/terminer"
    visitor.sign_in(world.facilitator)
    assert "seule voix" in words(visitor.get(page))
    refused = visitor.post(page, status=200, successor="")
    assert "nommez d’abord" in words(refused)
    refused = visitor.post(page, status=200, successor="", knowing="y", why="")
    assert 'id="why-error"' in refused.text
    visitor.post(page, successor="", knowing="y", why="L’association a fermé.")
    seen = words(visitor.get(f"{SITE}/membres"))
    assert "Cette place attend quelqu’un" in seen
    assert "L’association a fermé." in seen
    reader = words(visitor.sign_in(world.observer).get(f"{SITE}/membres"))
    assert "L’association a fermé." not in reader
    assert "Claire Vasseur" in reader


def test_a_successor_takes_the_place_from_the_page(
    visitor: Visitor, session: Session, world: World
):
    page = f"{SITE}/membres/{seat(session, world, world.state).id}/terminer"
    visitor.sign_in(world.lead).post(page, successor=str(world.contributor.id))
    assert seat(session, world, world.contributor).college == College.STATE
    visitor.sign_in(world.state).get(f"{SITE}/", status=404)
    assert "prend la place de" in words(visitor.sign_in(world.lead).get(f"{SITE}/journal"))


def test_who_left_is_brought_back(visitor: Visitor, session: Session, world: World):
    gone = seat(session, world, world.observer)
    visitor.sign_in(world.facilitator)
    visitor.post(f"{SITE}/membres/{gone.id}/terminer", successor="")
    visitor.get(f"{SITE}/membres/{gone.id}/modifier", status=404)
    back = f"{SITE}/membres/{gone.id}/retour"
    assert "Redonner une place" in words(visitor.get(back))
    visitor.post(back, role="observer", college="", ring="", capacity="")
    visitor.sign_in(world.observer).get(f"{SITE}/")
    visitor.sign_in(world.facilitator).get(back, status=303)


def test_a_member_of_another_site_is_unknown_here(visitor: Visitor, session: Session, world: World):
    theirs = actions.member_at(session, world.other_site, world.other_observer.id)
    visitor.sign_in(world.facilitator)
    for act in ("modifier", "terminer", "retour"):
        visitor.get(f"{SITE}/membres/{theirs.id}/{act}", status=404)


def test_somebody_leaves_by_themselves(visitor: Visitor, world: World):
    page = f"{SITE}/membres/quitter"
    visitor.sign_in(world.observer).post(page)
    visitor.get(f"{SITE}/", status=404)
    refused = visitor.sign_in(world.facilitator).post(page, status=200)
    assert "nommez-en d’abord" in words(refused)
    assert "Vous n’avez pas de place à vous" in words(visitor.sign_in(world.lead).get(page))


def invited_link(visitor: Visitor, **fields: object) -> str:
    """Invite from the page and read the link that is shown where no mail leaves."""
    asked = {
        "name": "Zoé Amar",
        "email": "zoe@exemple.fr",
        "role": "observer",
        "college": "",
        "ring": "",
        "capacity": "",
    }
    visitor.post(f"{SITE}/membres/inviter", **{**asked, **fields})
    page = visitor.get(f"{SITE}/membres").text
    found = re.search(r'value="http://localhost(/invitations/[^"]+)"', page)
    assert found, "no link is shown"
    return found.group(1)


def test_an_invited_person_opens_an_account_and_comes_in(
    app: Flask, visitor: Visitor, session: Session, world: World
):
    link = invited_link(visitor.sign_in(world.state), role="trio", college="state")
    assert link not in visitor.get(f"{SITE}/membres").text
    zoe = Visitor(app)
    for _looking_consumes_nothing in range(3):
        assert "Quartier des Trois-Ponts" in words(zoe.get(link))
    weak = zoe.post(link, status=200, name="Zoé Amar", password="court")
    assert 'id="password-error"' in weak.text
    entered = zoe.post(link, name="Zoé Amar", password="quatre mots sans rapport")
    assert entered.location == f"{SITE}/"
    assert "Zoé Amar" in words(zoe.get(f"{SITE}/membres"))
    over = Visitor(app).get(link, status=410)
    assert "déjà" in words(over)
    assert "Zoé Amar nous rejoint" in words(visitor.get(f"{SITE}/journal"))


def test_an_existing_account_signs_in_as_the_invited_address(
    app: Flask, visitor: Visitor, session: Session, world: World
):
    link = invited_link(visitor.sign_in(world.facilitator), email=world.stranger.email)
    nora = Visitor(app)
    assert f"/connexion?next={link}" in nora.get(link).text
    refused = nora.post(link, status=200, name="Nora", password="quatre mots sans rapport")
    assert "connectez-vous" in words(refused)
    somebody = Visitor(app).sign_in(world.other_state)
    assert "pour une autre adresse" in words(somebody.get(link))
    assert "est pour" in words(somebody.post(link, status=200))
    nora.sign_in(world.stranger).post(link)
    nora.get(f"{SITE}/")
    somebody.get(f"{SITE}/", status=404)


def test_a_withdrawn_invitation_says_who_can_send_another(
    app: Flask, visitor: Visitor, session: Session, world: World
):
    link = invited_link(visitor.sign_in(world.facilitator))
    [sent] = session.query(invitations.Invitation).all()
    acts = f"{SITE}/membres/invitations/{sent.id}"
    visitor.sign_in(world.state).post(f"{acts}/retirer", page=f"{SITE}/membres")
    assert Visitor(app).get(link).status_code == 200
    visitor.sign_in(world.lead).post(f"{acts}/retirer", page=f"{SITE}/membres")
    over = words(Visitor(app).get(link, status=410))
    assert "Claire Vasseur" in over
    visitor.client.post(link, data={})
    assert Visitor(app).post(link, page="/connexion", status=410)
    Visitor(app).get("/invitations/nothing-of-the-kind", status=404)


def test_a_sent_again_invitation_has_a_new_link(
    app: Flask, visitor: Visitor, session: Session, world: World
):
    link = invited_link(visitor.sign_in(world.facilitator))
    [sent] = session.query(invitations.Invitation).all()
    visitor.post(f"{SITE}/membres/invitations/{sent.id}/renvoyer", page=f"{SITE}/membres")
    again = re.search(
        r'value="http://localhost(/invitations/[^"]+)"', visitor.get(f"{SITE}/membres").text
    )
    assert again
    Visitor(app).get(link, status=404)
    Visitor(app).get(again.group(1))
    visitor.sign_in(world.other_facilitator)
    other = f"/sites/{world.other_site.slug}/membres"
    visitor.post(f"{other}/invitations/{sent.id}/renvoyer", page=other, status=404)


def test_who_may_invite_sees_only_the_addresses_they_typed(
    app: Flask, visitor: Visitor, world: World
):
    invited_link(visitor.sign_in(world.facilitator))
    assert "zoe@exemple.fr" in visitor.get(f"{SITE}/membres").text
    trio = visitor.sign_in(world.state).get(f"{SITE}/membres")
    assert "Zoé Amar" in trio.text
    assert "zoe@exemple.fr" not in trio.text
    assert "Zoé Amar" not in visitor.sign_in(world.observer).get(f"{SITE}/membres").text


def test_a_party_says_its_adherence_and_takes_it_back(visitor: Visitor, world: World):
    page = f"{SITE}/membres/adhesion"
    visitor.sign_in(world.state).get(page)
    visitor.post(page, status=200, words="")
    visitor.post(page, words="Nous venons, même sans rien à signer.")
    visitor.sign_in(world.observer)
    assert "même sans rien à signer" in words(visitor.get(f"{SITE}/membres"))
    visitor.get(page, status=403)
    visitor.sign_in(world.state).post(f"{page}/retirer", page=f"{SITE}/membres")
    assert "même sans rien à signer" not in words(visitor.get(f"{SITE}/membres"))


def test_the_table_of_rights_is_the_table_itself(visitor: Visitor, world: World):
    page = visitor.sign_in(world.state).get(f"{SITE}/qui-peut-quoi").text
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.S)
    assert len(rows) == len([one for one in Permission if one in PERMISSION_LABELS]) - 1
    assert page.count('<th scope="col" class="mine">') == 1
    assert all(row.count('<td class="mine">') == 1 for row in rows)
    assert all(row.count("<td") == len(Role) for row in rows)


def test_the_journal_is_filtered_by_kind_and_an_unknown_kind_is_nowhere(
    visitor: Visitor, world: World
):
    visitor.sign_in(world.state)
    assert "ouvre le site" in words(visitor.get(f"{SITE}/journal"))
    assert "ouvre le site" not in words(visitor.get(f"{SITE}/journal?sur=membres"))
    assert "Pas encore de ligne" in words(visitor.get(f"{SITE}/journal?sur=vision"))
    visitor.get(f"{SITE}/journal?sur=rien", status=404)
    visitor.get(f"{SITE}/journal?avant=abc")


def test_a_name_in_the_journal_is_never_markup(visitor: Visitor, session: Session, world: World):
    with saving(session):
        session.get_one(User, world.observer.id).name = "<b>Omar</b> %(who)s [0]"
    page = visitor.sign_in(world.state).get(f"{SITE}/journal").text
    assert "&lt;b&gt;Omar&lt;/b&gt; %(who)s [0]" in page


def test_a_line_from_a_later_version_is_shown(visitor: Visitor, session: Session, world: World):
    with saving(session):
        audit.record(
            session,
            "tomorrow:act",
            site_id=world.site.id,
            actor_id=world.state.id,
            on=("thing", 1),
        )
    seen = words(visitor.sign_in(world.state).get(f"{SITE}/journal"))
    assert "un geste que cette version ne sait pas nommer" in seen


def recorded_actions() -> set[str]:
    """Every text of the shape of an action in the product, and those that are put together."""
    found: set[str] = set()
    for path in (*ROOT.glob("coopspace/**/*.py"), *ROOT.glob("blueprints/**/*.py")):
        if path.name == "permissions.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if re.fullmatch(r"[a-z]+:[a-z_]+", node.value):
                    found.add(node.value)
    texts = {
        f"{which}:{act}"
        for which in ("vision", "reading")
        for act in ("reword", "keep_aside", "restore")
    }
    return found | texts | {"vision:consent", "vision:objection"}


def test_every_action_that_the_code_records_has_its_sentence():
    assert recorded_actions() - set(LINES) == set()


def test_no_sentence_tells_an_action_that_nothing_records():
    assert set(LINES) - recorded_actions() == set()


def test_every_kind_of_a_site_has_its_filter_and_every_move_its_sentence():
    assert set(KIND_LABELS) == set(Kind) - {Kind.ACCOUNTS}
    assert set(LINES) >= MOVES


@pytest.mark.engines("sqlite")
def test_everything_that_the_demonstration_did_is_told(app: Flask, session: Session):
    with saving(session):
        demo.load(session)
    played = {row.action for row in session.query(audit.AuditEvent).all()}
    assert played <= set(LINES)


def test_a_programme_is_read_by_its_members_who_see_no_door_of_other_sites(
    visitor: Visitor, world: World
):
    page = f"{PROGRAMME}/"
    seen = visitor.sign_in(world.observer).get(page)
    assert "La Carrière" in words(seen)
    assert f"/sites/{world.other_site.slug}/" not in seen.text
    assert f"/sites/{world.other_site.slug}/" in visitor.sign_in(world.lead).get(page).text
    visitor.sign_in(world.admin).get(page)
    visitor.sign_in(world.stranger).get(page, status=404)
    visitor.get("/dispositifs/nulle-part/", status=404)
    assert visitor.client.post(page).status_code == 405


@pytest.mark.parametrize(
    "page", ["/modifier", "/sites/nouveau", "/pilotes", "/pilotes/transmettre"]
)
def test_a_page_for_leads_is_for_leads(visitor: Visitor, world: World, page: str):
    for who in (world.lead, world.admin):
        visitor.sign_in(who).get(PROGRAMME + page)
    for who in (world.facilitator, world.state, world.observer):
        visitor.sign_in(who).get(PROGRAMME + page, status=403)
    visitor.sign_in(world.stranger).get(PROGRAMME + page, status=404)


def test_a_lead_opens_a_site_that_invites_to_its_first_steps(visitor: Visitor, world: World):
    page = f"{PROGRAMME}/sites/nouveau"
    visitor.sign_in(world.lead).post(page, status=200, name=" ", territory="")
    opened = visitor.post(page, name="Le Val Fleuri", territory="Valmorel")
    assert opened.location == "/sites/le-val-fleuri/"
    seen = words(visitor.get("/sites/le-val-fleuri/"))
    for told in ("Nos trois premiers pas", "Réunir le trinôme", "Que voulons-nous voir ici"):
        assert told in seen
    by_admin = visitor.sign_in(world.admin).post(page, name="Le Mont", territory="")
    assert by_admin.location == f"{PROGRAMME}/"
    visitor.get("/sites/le-mont/", status=404)


def test_a_lead_is_invited_from_the_page_and_hands_over(
    app: Flask, visitor: Visitor, session: Session, world: World
):
    page = f"{PROGRAMME}/pilotes"
    visitor.sign_in(world.lead).post(page, name="Ève Relais", email="eve@exemple.fr")
    link = re.search(r'value="http://localhost(/invitations/[^"]+)"', visitor.get(page).text)
    assert link
    eve = Visitor(app)
    eve.post(link.group(1), name="Ève Relais", password="quatre mots sans rapport")
    eve.get(f"{SITE}/")
    hand = f"{page}/transmettre"
    visitor.post(hand, status=200, person="")
    assert visitor.post(hand, person=str(world.facilitator.id)).location == "/"
    visitor.get(f"{SITE}/", status=404)


def test_the_only_lead_cannot_be_ended_by_mistake(visitor: Visitor, session: Session, world: World):
    page = f"{PROGRAMME}/pilotes"
    [lead] = standing_leads(session, world)
    visitor.sign_in(world.lead).post(f"{page}/{lead}/terminer", page=page)
    assert "seul pilote" in words(visitor.get(page))
    assert standing_leads(session, world) == [lead]


def standing_leads(session: Session, world: World) -> list[uuid.UUID]:
    session.rollback()
    return [row.id for row in leads.leads_of(session, world.programme.id)]


def test_a_programme_is_described_and_opened(visitor: Visitor, world: World):
    visitor.sign_in(world.lead)
    visitor.post(
        f"{PROGRAMME}/modifier", name="Cités en mouvement", description="Trois territoires."
    )
    assert "Trois territoires." in words(visitor.get(f"{PROGRAMME}/"))
    visitor.get("/dispositifs/nouveau", status=404)
    visitor.sign_in(world.admin).get("/dispositifs/nouveau")
    opened = visitor.post(
        "/dispositifs/nouveau",
        name="Vallées",
        description="",
        lead_name="Ève Relais",
        email="eve@exemple.fr",
    )
    assert opened.location == "/dispositifs/vallees/pilotes"
    assert "eve@exemple.fr" in visitor.get(opened.location).text


def test_the_site_is_described_from_its_page(visitor: Visitor, world: World):
    page = f"{SITE}/reglages"
    visitor.sign_in(world.state).post(page, name="Les Trois-Ponts", territory="Valmorel-le-Haut")
    assert "Valmorel-le-Haut" in words(visitor.get(f"{SITE}/"))
    visitor.post(page, status=200, name="x" * 161, territory="")


@pytest.fixture
def queries(app: Flask) -> Callable[[], int]:
    """How many statements have been sent to the database since it was last asked."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_more) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)

    def count() -> int:
        number = len(sent)
        sent.clear()
        return number

    return count


@pytest.mark.engines("sqlite")
def test_the_dashboard_asks_at_most_twelve_questions_whatever_the_site(
    app: Flask, session: Session, visitor: Visitor, queries: Callable[[], int]
):
    with saving(session):
        demo.load(session)
        people = {one["email"]: one for one in demo.people(session)}
    for slug in ("le-haut-plessis", "les-deux-rives", "la-fontaine-aux-merles", "les-terrasses"):
        email = next(
            email
            for email, one in people.items()
            if one["sites"].get(slug, {}).get("role") == "trio"
        )
        visitor.sign_in(session.query(User).filter_by(email=email).one())
        visitor.get(f"/sites/{slug}/")
        queries()
        visitor.get(f"/sites/{slug}/")
        assert queries() <= MOST_QUERIES, slug


@pytest.mark.engines("sqlite")
def test_the_members_page_asks_no_more_with_more_members(
    session: Session, world: World, visitor: Visitor, queries: Callable[[], int]
):
    visitor.sign_in(world.facilitator).get(f"{SITE}/membres")
    queries()
    visitor.get(f"{SITE}/membres")
    before = queries()
    with saving(session), in_site(session, world.site.id):
        for number in range(20):
            invitations.invite(
                session,
                world.site,
                email=f"x{number}@exemple.fr",
                name="Quelqu’un",
                place=Place(Role.OBSERVER),
                by=world.lead,
            )
        for who in (world.state, world.authority, world.civil):
            adherence.adhere(session, world.site, words="Nous y sommes.", by=who)
    visitor.get(f"{SITE}/membres")
    assert queries() <= before + 2


def test_the_dashboard_is_written_in_two_languages(visitor: Visitor, world: World):
    visitor.sign_in(world.observer).get(f"{SITE}/")
    visitor.post("/affichage", page=f"{SITE}/", theme="dark", projection="", locale="en")
    assert "Our three first steps" in words(visitor.get(f"{SITE}/"))


def test_no_page_of_the_room_has_more_than_one_main_button(visitor: Visitor, world: World):
    visitor.sign_in(world.facilitator)
    for page in (*PAGES, *HOST_PAGES):
        assert len(re.findall(r'class="btn fwd"', visitor.get(SITE + page).text)) <= 1, page
