"""Every text of a change and of a link has its history, from which who may write restores."""

import pytest

from tests.visitor import text_of


@pytest.fixture
def at(desk):
    """The address of a strategy with two changes and their link."""
    desk.draw("D1", "I1")
    desk.link("D1>I1")
    return f"/sites/{desk.site.slug}/strategie"


def tell(visitor, address: str, words: str, *, seen: str) -> None:
    kind = {"seen": "1", "nature": "knowledge", "effect": "intended"}
    said = {"statement": "Dit", "statement_seen": "1", "description_seen": seen}
    visitor.post(f"{address}/modifier", description=words, **kind, **said)


def test_an_earlier_description_stands_again(desk, visitor, at):
    visitor.sign_in(desk.world.civil)
    tell(visitor, f"{at}/D1", "Première", seen="0")
    tell(visitor, f"{at}/D1", "Première et seconde", seen="1")
    page = f"{at}/D1/historique?texte=description"
    visitor.post(f"{at}/D1/historique/1/retablir?texte=description", page=page)
    told = text_of(visitor.get(page).text)
    assert "reprend la n°\u00a01" in told
    assert "Première et seconde" in told


def test_earlier_reasons_of_a_link_stand_again(desk, visitor, at):
    link = f"{at}/liens/D1-I1"
    visitor.sign_in(desk.world.civil)
    for seen, words in (("0", "Une raison"), ("1", "Une meilleure raison")):
        said = {"rationale_seen": seen, "assumption_seen": "0", "seen": "1", "strength": ""}
        visitor.post(f"{link}/modifier", rationale=words, assumption="", **said)
    page = f"{link}/historique"
    assert "/retablir" in visitor.get(page).text
    visitor.post(f"{link}/historique/1/retablir?texte=raison", page=page)
    assert "data-live-read" in visitor.get(link).text
    assert ">Une raison<" in visitor.get(link).text
    assert "/retablir" not in visitor.sign_in(desk.world.observer).get(page).text
