"""Putting to signature, signing, refusing, withdrawing, adding a PDF signed elsewhere."""

from datetime import timedelta

import pytest

from coopspace.agreement import attaching, frozen, proof, putting, signing, verifying, versions
from coopspace.agreement.content import digest, serialised
from coopspace.agreement.rules import State
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from tests.agreement.acts import TABLE, acting, add, word
from tests.agreement.signed import PDF, leave_the_trio, proposed, put, put_now, sign


def journal(session, world) -> list[str]:
    session.rollback()
    lines = audit.journal(session, world.site.id)
    return [one.action for one in reversed(lines) if one.object_type == "agreement_version"]


def test_a_version_stands_once_all_have_signed(session, world):
    version = put(session, world)
    assert (version.number, version.state, version.signed) == (1, State.OPEN, 0)
    assert [one.name for one in version.signers] == [
        world.state.name,
        world.authority.name,
        world.civil.name,
    ]
    for who in ("civil", "state"):
        assert sign(session, world, who).state is State.OPEN
    signed = sign(session, world, "authority")
    assert (signed.state, signed.signed, signed.awaited) == (State.SIGNED, 3, ())
    assert journal(session, world) == [
        "agreement:put",
        *["agreement:sign"] * 3,
        "agreement:stand",
    ]
    with in_site(session, world.site.id):
        assert proof.check(session) == proof.Checked(1, 3, ())
        assert audit.verify(session) == []


def test_what_is_frozen_binds_the_words_who_signs_and_the_sentence(session, world):
    add(session, world, TABLE)
    version = put(session, world)
    with in_site(session, world.site.id):
        data = versions.content_of(session, version)
        assert versions.pdf_of(session, version) == PDF
    assert (version.digest, version.pdf_digest) == (
        versions.digest_of(data),
        versions.digest_of(PDF),
    )
    told = proof.read_file(data)
    assert serialised(told.values) == data
    deed = frozen.read_content(data)
    assert deed.consent == version.consent
    assert "version 1" in deed.consent
    assert world.site.name in deed.consent
    assert [one["name"] for one in deed.signatories] == [one.name for one in version.signers]
    assert deed.review_on == version.review_on
    assert [one.said for one in deed.content.places] == [TABLE]
    assert "Nous décidons ensemble." in data.decode()


def test_editing_goes_on_and_the_version_does_not_move(session, world):
    version = put(session, world)
    with in_site(session, world.site.id):
        before = versions.content_of(session, version)
    word(session, world, "power-who", "Tout autre chose.")
    with in_site(session, world.site.id):
        assert versions.content_of(session, version) == before


def test_an_amendment_asks_for_every_signature_again(session, world):
    put(session, world)
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    first = clock.now()
    word(session, world, "power-who", "Nous décidons autrement.")
    with acting(session, world):
        second = put_now(session, world.site, world.state)
    assert (second.number, second.signed) == (2, 0)
    with in_site(session, world.site.id):
        found = versions.versions(session)
        assert versions.standing(found).number == 1
        assert versions.open_version(found).number == 2
    for who in ("state", "authority", "civil"):
        sign(session, world, who, 2)
    session.rollback()
    with in_site(session, world.site.id):
        found = versions.versions(session)
        assert versions.standing(found).number == 2
        assert versions.standing(found, at=first).number == 1
        assert versions.standing(found, at=first - timedelta(days=1)) is None
        assert verifying.known(session, found[1].digest).replaced
        assert not verifying.known(session, found[0].digest).replaced


def test_one_version_is_signed_at_a_time(session, world):
    put(session, world)
    with pytest.raises(Refusal, match="being signed"), acting(session, world):
        put_now(session, world.site, world.state)


def test_nothing_written_is_nothing_to_sign(session, world):
    with pytest.raises(Refusal, match="nothing to sign"), acting(session, world):
        put_now(session, world.site, world.state)


def test_what_was_read_is_what_is_frozen(session, world):
    word(session, world, "power-who", "Nous décidons.")
    with in_site(session, world.site.id):
        before = proposed(session, world.site)
    word(session, world, "power-who", "Vous décidez.")
    with pytest.raises(Refusal, match="has changed"), acting(session, world):
        putting.put(session, world.site, proposed=before, pdf=PDF, by=world.state)
    with in_site(session, world.site.id):
        assert versions.versions(session) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"leave_out": "civil"}, "three parties"),
        ({"capacity": " "}, "in which capacity"),
        ({"capacity": "x" * 161}, "under 160"),
        ({"days": 0}, "a day to come"),
        ({"days": 366 * 12}, "within 10 years"),
        ({"stranger": True}, "left the trio"),
    ],
)
def test_who_signs_and_when_it_is_read_again_are_settled(session, world, change, sentence):
    word(session, world, "power-who", "Nous décidons.")
    capacities = {
        getattr(world, who).id: change.get("capacity", "Déléguée")
        for who in ("state", "authority", "civil")
        if who != change.get("leave_out")
    }
    if change.get("stranger"):
        capacities[world.observer.id] = "Voisin"
    with in_site(session, world.site.id), pytest.raises(Refusal, match=sentence):
        putting.propose(
            session,
            world.site,
            capacities=capacities,
            review_on=clock.today() + timedelta(days=change.get("days", 30)),
            language="fr",
            seen=digest(versions.draft(session, world.site, language="fr")),
        )


def test_only_those_who_are_asked_sign_and_only_what_they_read(session, world):
    version = put(session, world)
    for who in ("facilitator", "contributor", "observer", "other_state"):
        with pytest.raises(Refusal, match="not among those"):
            sign(session, world, who)
    with pytest.raises(Refusal, match="not the text"), acting(session, world):
        signing.sign(session, world.site, number=1, seen="0" * 64, by=world.state)
    with pytest.raises(NotFound), acting(session, world):
        signing.sign(session, world.site, number=2, seen=version.digest, by=world.state)


def test_who_has_left_the_trio_signs_no_more(session, world):
    put(session, world)
    leave_the_trio(session, world, "civil")
    with pytest.raises(Refusal, match="no longer speak"):
        sign(session, world, "civil")


def test_signing_twice_is_signing_once(session, world):
    put(session, world)
    first = sign(session, world, "state").signer(world.state.id)
    assert sign(session, world, "state").signer(world.state.id) == first
    assert journal(session, world) == ["agreement:put", "agreement:sign"]


@pytest.mark.parametrize("way", ["refuse", "withdraw"])
def test_a_version_is_closed_with_a_reason_and_for_good(session, world, way):
    put(session, world)
    sign(session, world, "civil")
    close = getattr(signing, way)
    with pytest.raises(Refusal, match="Say why"), acting(session, world):
        close(session, world.site, number=1, reason="  ", by=world.state)
    with acting(session, world):
        close(session, world.site, number=1, reason=" Trop vite. ", by=world.state)
    with in_site(session, world.site.id):
        closed = versions.version_of(session, 1)
    state = State.REFUSED if way == "refuse" else State.WITHDRAWN
    assert (closed.state, closed.reason, closed.closed_by) == (state, "Trop vite.", world.state.id)
    for late in (signing.refuse, signing.withdraw):
        with pytest.raises(Refusal, match="put another one"), acting(session, world):
            late(session, world.site, number=1, reason="Encore.", by=world.authority)
    with pytest.raises(Refusal, match="put another one"):
        sign(session, world, "authority")
    with acting(session, world):
        assert put_now(session, world.site, world.state).number == 2


def test_who_has_signed_does_not_refuse(session, world):
    put(session, world)
    sign(session, world, "state")
    with pytest.raises(Refusal, match="have signed"), acting(session, world):
        signing.refuse(session, world.site, number=1, reason="Non.", by=world.state)


def test_those_who_have_not_signed_are_reminded_once_a_day(session, world):
    put(session, world)
    sign(session, world, "state")
    with acting(session, world):
        asked = putting.remind(session, world.site, number=1, by=world.facilitator)
    assert {one.id for one in asked} == {world.authority.id, world.civil.id}
    with pytest.raises(Refusal, match="less than a day"), acting(session, world):
        putting.remind(session, world.site, number=1, by=world.facilitator)
    with clock.at(clock.now() + timedelta(days=1)), acting(session, world):
        assert putting.remind(session, world.site, number=1, by=world.facilitator)


def test_a_pdf_signed_elsewhere_is_kept_as_it_came_and_can_be_erased(session, world):
    put(session, world)
    scan = PDF + b"scanned"
    with acting(session, world):
        attaching.attach(
            session, world.site, number=1, name="C:\\a\\signé.pdf", content=scan, by=world.state
        )
    with in_site(session, world.site.id):
        version = versions.version_of(session, 1)
        assert [one.name for one in version.attached] == ["signé.pdf"]
        assert versions.attached_of(session, version, 1)[1] == scan
        assert verifying.known(session, version.attached[0].digest) is None
    with acting(session, world):
        attaching.detach(session, world.site, number=1, attachment=1, by=world.state)
    with in_site(session, world.site.id):
        version = versions.version_of(session, 1)
        assert version.attached == ()
        with pytest.raises(NotFound):
            versions.attached_of(session, version, 1)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"%PDF-1.7 cut", b"%PDF-" + b" " * 2_000_001 + b"%%EOF"]
)
def test_what_is_no_pdf_or_too_large_is_not_kept(session, world, content):
    put(session, world)
    with pytest.raises(Refusal), acting(session, world):
        attaching.attach(
            session, world.site, number=1, name="a.pdf", content=content, by=world.state
        )


def test_sites_do_not_read_each_others_versions(session, world):
    put(session, world)
    session.rollback()
    with in_site(session, world.other_site.id):
        assert versions.versions(session) == []
        with pytest.raises(NotFound):
            versions.version_of(session, 1)
