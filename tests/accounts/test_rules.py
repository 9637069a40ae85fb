"""Passwords, addresses, names, devices: what is true of them, whatever the database."""

import pytest

from coopspace.accounts import passwords, rules
from coopspace.kernel.refusal import Refusal

CONTEXT = ("nadege.ferrandier@ville-valmorel.fr", "Nadège Ferrandier", "Quartier des Trois-Ponts")


@pytest.mark.parametrize(
    "password",
    [
        "quinze lettres au moins",
        "correct horse battery staple",
        "grenier-falaise-7-cuillère",
        "zqhwmxkvbtrplnc",
        "la démonstration ouvre la porte",
        "Ünïcödé lettres sept tasses",
        "849205731946027",
        "mot de passe girafe toiture",
        "x" * 7 + "y" * 7 + "un petit lézard vert",
        "é" * 3 + "a1b2c3d4e5f6g7h8" * 7,
    ],
)
def test_a_long_password_of_ones_own_is_taken_whatever_it_is_made_of(password):
    passwords.check(password, context=CONTEXT)


@pytest.mark.parametrize(
    "password",
    ["", "a", "quatorze signe", "Ab1!Ab1!Ab1!"],
)
def test_a_short_password_is_refused_whatever_it_is_made_of(password):
    with pytest.raises(Refusal, match="at least 15 characters"):
        passwords.check(password)


def test_a_password_of_128_characters_is_taken_and_one_more_is_refused():
    exact = ("girafe toiture cuillère marais lampe sentier violon brume " * 3)[:128]
    assert len(exact) == 128
    with pytest.raises(Refusal, match="under 128 characters"):
        passwords.check(exact + "y")
    passwords.check(exact)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "motdepasse12345",
        "azertyuiopqsdfghjklm",
        "qwertyuiop[]asdfghjkl",
        "1234567890123456",
        "11111111111111111111",
        "abcdefghijklmnopqrstuvwxyz",
        "iloveyou princess",
        "Password 2026 2027",
        "cheaphornybastard",
        "1q2w3e4r5t6y7u8i9o0p",
        "kitikitikitikiti",
        "PASSWORD!!!!!!!!!!",
        "soleil soleil soleil",
    ],
)
def test_what_somebody_would_try_first_is_refused(password):
    with pytest.raises(Refusal, match="among the first"):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    [
        "nadege.ferrandier2026",
        "FERRANDIER nadege 1975",
        "ville-valmorel-2026!",
        "CoopSpace CoopSpace 1",
        "quartierdestroisponts",
        "trois-ponts.valmorel",
        "cohésion coopération",
    ],
)
def test_a_password_made_of_what_is_known_of_its_owner_is_refused(password):
    with pytest.raises(Refusal):
        passwords.check(password, context=CONTEXT)


def test_the_same_words_are_fine_for_somebody_else():
    passwords.check("ville-valmorel-lezard", context=["omar@exemple.fr"])
    passwords.check("trois-ponts-sous-la-neige", context=CONTEXT)


def test_the_refusal_stands_beside_the_field_it_is_told():
    with pytest.raises(Refusal) as refused:
        passwords.check("court", field="new_password")
    assert refused.value.field == "new_password"


@pytest.mark.parametrize(
    "typed, kept",
    [
        (" Nadege@Exemple.FR ", "nadege@exemple.fr"),
        ("a+b@c.fr", "a+b@c.fr"),
        ("admin@localhost", "admin@localhost"),
        ("o'neil@exemple.fr", "o'neil@exemple.fr"),
        ("maire@évry.fr", "maire@évry.fr"),
    ],
)
def test_an_address_is_kept_in_lower_case(typed, kept):
    assert rules.address_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nadege",
        "@exemple.fr",
        "nadege@",
        "a@b@c.fr",
        "a b@c.fr",
        "a@c.fr\r\nBcc: d@e.fr",
        "a@c.fr,d@e.fr",
        "Nadège <a@c.fr>",
        "a..b@c.fr",
        "nadège@exemple.fr",
        "a" * 250 + "@c.fr",
        "a@c.fr\x00",
    ],
)
def test_what_is_not_one_address_is_refused(typed):
    with pytest.raises(Refusal) as refused:
        rules.address_of(typed)
    assert refused.value.field == "email"


def test_a_name_stands_on_one_line():
    assert rules.name_of("  Nadège \n Ferrandier ") == "Nadège Ferrandier"


@pytest.mark.parametrize("typed", ["", "   ", "x" * 121, "a\x07b"])
def test_what_is_not_a_name_is_refused(typed):
    with pytest.raises(Refusal) as refused:
        rules.name_of(typed)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "agent, name",
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit Version/18 Safari/605", "Safari, macOS"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_two_words(agent, name):
    assert rules.device_name(agent) == name
