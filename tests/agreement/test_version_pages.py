"""The pages of a version, as people open them: put to signature, read whole, signed, verified."""

import io
import json
import re
from datetime import timedelta

import pytest

from coopspace.agreement import versions
from coopspace.agreement.versions import digest_of
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from tests.agreement.acts import HOME, TABLE, acting, add, word
from tests.agreement.signed import PDF, leave_the_trio, put, put_now, sign
from tests.continuum.acts import in_english
from tests.world import PASSWORD

VERSIONS = f"{HOME}/versions"
ONE = f"{VERSIONS}/1"
PUT = f"{VERSIONS}/signature"


def capacities(world, **others) -> dict[str, str]:
    """What the form says of who signs."""
    found = {}
    for who in ("state", "authority", "civil"):
        key = getattr(world, who).id.hex
        found |= {f"signs_{key}": "y", f"capacity_{key}": others.get(who, f"Pour {who}")}
    return found


def seen_on(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def put_by_form(visitor, world, **others):
    """Fill the form that freezes the draft, as it stands."""
    fields = {
        "seen": seen_on(visitor.get(PUT).text),
        "review_on": f"{clock.today() + timedelta(days=300):%Y-%m-%d}",
        **capacities(world, **{k: v for k, v in others.items() if k in ("state", "civil")}),
    }
    fields |= {k: v for k, v in others.items() if k not in ("state", "civil")}
    return visitor.post(PUT, **fields)


def sign_by_form(visitor, person, number: int = 1, **others):
    visitor.sign_in(person)
    address = f"{VERSIONS}/{number}/signer"
    seen = seen_on(visitor.get(address).text)
    return visitor.post(
        address, **{"seen": seen, "agrees": "y", "current_password": PASSWORD, **others}
    )


def test_three_people_sign_what_the_facilitator_put_to_signature(visitor, session, world):
    word(session, world, "power-who", "Nous décidons ensemble.")
    add(session, world, TABLE)
    visitor.sign_in(world.facilitator)
    assert put_by_form(visitor, world, civil="Présidente du collectif").location == ONE
    page = visitor.get(ONE).text
    assert "Présidente du collectif" in page
    assert "Nous décidons ensemble." in page
    assert "La table du quartier" in page
    assert "/signer" not in page
    for who in ("civil", "authority", "state"):
        assert sign_by_form(visitor, getattr(world, who)).location == ONE
    session.rollback()
    with in_site(session, world.site.id):
        version = versions.version_of(session, 1)
    assert version.state == "signed"
    visitor.sign_in(world.observer)
    page = visitor.get(ONE).text
    assert version.digest in page
    assert version.pdf_digest in page
    assert "/retirer" not in page
    body = visitor.get(f"{ONE}.json")
    assert digest_of(body.data) == version.digest
    first = visitor.get(f"{ONE}.pdf").data
    assert digest_of(first) == version.pdf_digest
    assert first == visitor.get(f"{ONE}.pdf").data
    assert first.startswith(b"%PDF-")
    assert visitor.get(HOME).text.count(ONE) >= 2


def test_each_party_has_read_the_very_text_that_is_frozen(visitor, session, world):
    word(session, world, "power-who", "Nous décidons.")
    visitor.sign_in(world.state)
    seen = seen_on(visitor.get(PUT).text)
    word(session, world, "power-who", "Vous décidez.")
    day = f"{clock.today() + timedelta(days=30):%Y-%m-%d}"
    page = visitor.post(
        PUT, status=200, seen=seen, review_on=day, **capacities(world, civil="Présidente")
    ).text
    assert "Vous décidez." in page
    assert 'value="Présidente"' in page
    assert seen_on(page) != seen
    visitor.get(ONE, status=404)


@pytest.mark.parametrize(
    "wrong", [{"current_password": "autre chose"}, {"agrees": None}, {"seen": "0" * 64}]
)
def test_a_signature_is_conscious(visitor, session, world, wrong):
    put(session, world)
    visitor.sign_in(world.state)
    fields = {
        "seen": seen_on(visitor.get(f"{ONE}/signer").text),
        "agrees": "y",
        "current_password": PASSWORD,
    }
    page = visitor.post(f"{ONE}/signer", status=200, **{**fields, **wrong}).text
    assert PASSWORD not in page
    assert 'role="alert"' in page
    session.rollback()
    with in_site(session, world.site.id):
        assert versions.version_of(session, 1).signed == 0


def test_only_who_is_asked_is_offered_to_sign(visitor, session, world):
    put(session, world)
    for who in ("facilitator", "contributor", "observer", "lead"):
        visitor.sign_in(getattr(world, who))
        assert f"{ONE}/signer" not in visitor.get(ONE).text
        visitor.get(f"{ONE}/signer", status=403)
    for who in ("stranger", "other_state", "admin"):
        visitor.sign_in(getattr(world, who))
        for address in (VERSIONS, ONE, f"{ONE}.pdf", f"{ONE}.json", f"{ONE}/signer"):
            visitor.get(address, status=404)


@pytest.mark.parametrize(("way", "who"), [("refuser", "civil"), ("retirer", "facilitator")])
def test_a_version_is_refused_or_withdrawn_with_a_reason(visitor, session, world, way, who):
    put(session, world)
    visitor.sign_in(getattr(world, who))
    page = visitor.post(f"{ONE}/{way}", status=200, reason=" ").text
    assert 'role="alert"' in page
    visitor.post(f"{ONE}/{way}", reason="Il manque les habitants.")
    page = visitor.get(ONE).text
    assert "Il manque les habitants." in page
    for address in ("signer", "refuser", "retirer", "relancer"):
        assert f"{ONE}/{address}" not in page
    visitor.get(f"{ONE}/{way}", status=303)
    visitor.sign_in(world.state)
    assert PUT in visitor.get(HOME).text


def test_reminders_leave_once_a_day(visitor, session, world, settings):
    put(session, world)
    sign(session, world, "state")
    visitor.sign_in(world.state)
    visitor.post(f"{ONE}/relancer", page=ONE)
    letters = [*(settings.data / "mails").glob("*.eml")]
    assert len(letters) == 2
    visitor.post(f"{ONE}/relancer", page=ONE)
    assert len([*(settings.data / "mails").glob("*.eml")]) == 2


def test_what_the_draft_changes_is_read_word_by_word(visitor, session, world):
    put(session, world)
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    visitor.sign_in(world.observer)
    page = visitor.get(f"{ONE}/differences").text
    assert "<ins>" not in page
    word(session, world, "power-who", "Nous décidons à trois.")
    add(session, world, TABLE)
    page = visitor.get(f"{ONE}/differences").text
    assert re.search(r"<del>.*?ensemble", page)
    assert re.search(r"<ins>.*?à trois", page)
    assert "La table du quartier" in page
    assert "Nous décidons ensemble." in visitor.get(ONE).text


def test_versions_are_listed_and_read_as_of_a_day(visitor, session, world):
    visitor.sign_in(world.observer)
    assert "<ol" in visitor.get(VERSIONS).text
    with clock.at(clock.now() - timedelta(days=10)):
        put(session, world)
        for who in ("state", "authority", "civil"):
            sign(session, world, who)
    with acting(session, world):
        put_now(session, world.site, world.state)
    page = visitor.get(VERSIONS).text
    assert ONE in page
    assert f"{VERSIONS}/2" in page
    day = clock.today() - timedelta(days=5)
    then = visitor.get(f"{VERSIONS}?au={day:%Y-%m-%d}").text.split('id="that-day"')[1]
    assert ONE in then
    day = clock.today() - timedelta(days=20)
    then = visitor.get(f"{VERSIONS}?au={day:%Y-%m-%d}").text.split('id="that-day"')[1]
    assert ONE not in then.split("</section>")[0]


def test_the_dashboard_says_what_is_signed_and_what_awaits(visitor, session, world):
    put(session, world)
    dashboard = HOME.removesuffix("/entente") + "/"
    assert f'href="{ONE}"' in visitor.sign_in(world.state).get(dashboard).text
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    assert f'href="{ONE}"' in visitor.get(dashboard).text
    with clock.at(clock.now() + timedelta(days=340)):
        visitor.sign_in(world.state)
        assert f'href="{VERSIONS}"' in visitor.get(dashboard).text


def test_anybody_verifies_and_learns_nothing_else(visitor, session, world):
    version = put(session, world)
    sign(session, world, "state")
    for digest in (version.digest, version.pdf_digest, version.digest.upper()):
        page = visitor.get(f"/verifier/{digest}").text
        for word_ in (world.site.name, world.state.name, "Nous décidons", "quartier-des-trois"):
            assert word_ not in page
        assert re.search(r"<dd>1\W+sur\W+3</dd>|<dd>1 out of 3</dd>", page)
    for wrong in ("0" * 64, "z" * 64):
        visitor.get(f"/verifier/{wrong}", status=404)
    visitor.get("/verifier/abc", status=404)


def test_a_file_is_recognised_and_not_kept(visitor, session, world):
    version = put(session, world)
    with in_site(session, world.site.id):
        data = versions.content_of(session, version)
    token = visitor.token("/verifier")
    sent = {"csrf_token": token, "file": (io.BytesIO(data), "entente.json")}
    answer = visitor.client.post("/verifier", data=sent)
    assert (answer.status_code, answer.location) == (303, f"/verifier/{version.digest}")
    spaced = f" {version.digest[:32]} {version.digest[32:]} "
    answer = visitor.post("/verifier", digest=spaced)
    assert answer.location == f"/verifier/{version.digest}"
    for wrong in ("", "abc"):
        assert 'role="alert"' in visitor.post("/verifier", status=200, digest=wrong).text


def test_whoever_asks_for_many_unknown_digests_waits(visitor, session, world):
    version = put(session, world)
    for number in range(60):
        visitor.client.get(f"/verifier/{number:064d}")
    visitor.get(f"/verifier/{1:064d}", status=429)
    visitor.get(f"/verifier/{version.digest}")


def test_a_pdf_signed_elsewhere_is_handed_out_as_it_came(visitor, session, world):
    put(session, world)
    visitor.sign_in(world.facilitator)
    token = visitor.token(f"{ONE}/fichiers")
    scan = PDF + b"scan"
    for name, content, status in (("a.pdf", b"<svg>", 200), ("signé.pdf", scan, 303)):
        sent = {"csrf_token": token, "file": (io.BytesIO(content), name)}
        assert visitor.client.post(f"{ONE}/fichiers", data=sent).status_code == status
    visitor.sign_in(world.observer)
    page = visitor.get(ONE).text
    assert digest_of(scan) in page
    answer = visitor.get(f"{ONE}/fichiers/1")
    assert answer.data == scan
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    visitor.post(f"{ONE}/fichiers/1/retirer", page=HOME, status=403)
    visitor.sign_in(world.facilitator).post(f"{ONE}/fichiers/1/retirer", page=ONE)
    visitor.get(f"{ONE}/fichiers/1", status=404)


def test_a_version_is_put_in_the_language_of_who_puts_it(visitor, session, world):
    word(session, world, "power-who", "Nous décidons.")
    visitor.sign_in(world.state)
    in_english(visitor)
    put_by_form(visitor, world)
    values = json.loads(visitor.get(f"{ONE}.json").data)
    assert values["agreement"]["language"] == "en"
    assert values["consent"].startswith("I have read")


def test_a_version_that_somebody_can_no_longer_sign_says_so_and_the_way_out(
    visitor, session, world
):
    put(session, world)
    in_english(visitor).sign_in(world.facilitator)
    assert "can no longer sign" not in visitor.get(ONE).text
    leave_the_trio(session, world, "civil")
    page = visitor.get(ONE).text
    assert f"{world.civil.name} can no longer sign" in page
    assert "/retirer" in page
