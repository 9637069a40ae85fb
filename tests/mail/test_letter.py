"""How a letter reads."""

import pytest

from coopspace.kernel.refusal import N_
from coopspace.mail import Letter, written

SENDER = "CoopSpace <coop@exemple.fr>"


def a_letter(**changes) -> Letter:
    given = {
        "to": "nadege@exemple.fr",
        "locale": "en",
        "subject": N_("Choose a new password"),
        "paragraphs": ("About %(site)s.",),
        "link": "https://coop.exemple.fr/mot-de-passe/abc",
        "after": ("Bye.",),
        "words": {"site": "Les Trois-Ponts"},
    }
    return Letter(**{**given, **changes})


def test_a_letter_is_plain_text_with_one_link_and_nothing_to_load():
    message = written(a_letter(), sender=SENDER)
    body = message.get_content()
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()
    assert "About Les Trois-Ponts." in body
    assert body.count("http") == 1
    assert "nadege" not in body
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"


@pytest.mark.parametrize(
    "typed",
    ["Join http://evil.example/now", "HTTPS://evil.example", "www.evil.example", "a\r\nBcc: x@y.z"],
)
def test_a_word_that_somebody_typed_is_never_a_link_nor_a_header(typed):
    message = written(a_letter(words={"site": typed}, subject="About %(site)s"), sender=SENDER)
    text = message.get_content() + message["Subject"]
    assert "evil.example" not in text
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]


def test_a_very_long_word_is_cut():
    message = written(a_letter(words={"site": "a" * 5000}), sender=SENDER)
    assert "a" * 119 + "…" in message.get_content()


@pytest.mark.parametrize("to", ["a@b.fr\r\nBcc: c@d.fr", "a@b.fr, c@d.fr", "a@b.fr\n"])
def test_an_address_stays_one_address(to):
    try:
        message = written(a_letter(to=to), sender=SENDER)
    except ValueError:
        return
    assert message["Bcc"] is None
    assert len(message["To"].addresses) == 1


def test_a_domain_with_accents_travels_in_its_ascii_form():
    message = written(a_letter(to="maire@évry.fr"), sender=SENDER)
    assert message["To"].addresses[0].domain == "xn--vry-9la.fr"
