"""Inviting, and the page behind the link: looking consumes nothing, accepting takes the place."""

import re
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from blueprints.sites import inviting
from coopspace.config import Settings
from coopspace.mail import Letter, Posted
from coopspace.sites import invitations
from tests.sites.reading import SITE, words
from tests.visitor import Visitor
from tests.world import World


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
    session.rollback()
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
    session.rollback()
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


def test_the_letter_carries_the_link_and_no_word_that_people_typed(
    visitor: Visitor, settings: Settings, world: World
):
    link = invited_link(visitor.sign_in(world.facilitator), capacity="voisine")
    [letter] = (settings.data / "mails").glob("*.eml")
    message = message_from_bytes(letter.read_bytes(), policy=default)
    text = message.get_content()
    assert message["To"] == "zoe@exemple.fr"
    assert f"http://localhost{link}" in text
    assert "Quartier des Trois-Ponts" in message["Subject"]
    for typed in ("Zoé", "Amar", "voisine", "Claire"):
        assert typed not in text


def test_where_mail_leaves_the_link_is_in_the_letter_alone(
    visitor: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
):
    posted: list[Letter] = []

    def carry(letter: Letter) -> Posted:
        posted.append(letter)
        return Posted(None)

    monkeypatch.setattr(inviting, "post", carry)
    visitor.sign_in(world.facilitator).post(
        f"{SITE}/membres/inviter",
        name="Zoé Amar",
        email="zoe@exemple.fr",
        role="observer",
        college="",
        ring="",
        capacity="",
    )
    page = visitor.get(f"{SITE}/membres")
    assert "est en route vers zoe@exemple.fr" in words(page)
    assert "/invitations/" not in page.text.replace(f"{SITE}/membres/invitations/", "")
    assert "/invitations/" in posted[0].link
