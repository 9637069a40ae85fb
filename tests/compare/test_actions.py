"""What people decide about sharing and help, and what each act leaves in the journal."""

import pytest

from coopspace.accounts.limits import TooMany
from coopspace.compare import actions, helping
from coopspace.compare.helping import OPEN_MOST
from coopspace.compare.rules import HelpKind, Item
from coopspace.kernel import audit
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import NotFound, Refusal
from coopspace.kernel.saving import saving
from coopspace.sites import actions as sites
from tests.compare.acts import look, seen, share, take_back


def lines(session, site) -> list[str]:
    """The actions of the journal, newest first."""
    return [one.action for one in audit.journal(session, site.id)]


def say(session, world, words="Nous pouvons aider.", **more):
    with saving(session), in_site(session, world.site.id):
        said = helping.say(
            session,
            world.site,
            kind=HelpKind.OFFER,
            words=words,
            topic=None,
            passage=(None, None),
            by=more.pop("by", world.state),
        )
        return said.id


def answer(session, world, line, **more):
    site = more.pop("site", world.other_site)
    with saving(session), in_site(session, site.id):
        found = helping.answer(
            session,
            helping.beside(session, line, site=site).help,
            from_site=site,
            words="Volontiers.",
            by=more.pop("by", world.other_state),
        )
        return found.id


def test_sharing_twice_and_taking_back_twice_is_once(session, world):
    share(session, world, world.site, Item.MIDDLE, Item.MIDDLE)
    take_back(session, world, world.site, Item.MIDDLE, Item.MIDDLE)
    told = [one for one in lines(session, world.site) if one.startswith("sharing:")]
    assert told == ["sharing:withdraw", "sharing:share"]
    with in_site(session, world.site.id):
        assert actions.decided(session) == {}


def test_who_decided_and_when_is_said(session, world):
    share(session, world, world.site, Item.SIZE)
    with in_site(session, world.site.id):
        assert actions.decided(session)[Item.SIZE].name == "Nadège Ferrandier"


def test_one_site_never_shares_for_another(session, world):
    share(session, world, world.site, Item.SIZE)
    with in_site(session, world.other_site.id):
        assert actions.decided(session) == {}


def test_a_contact_whose_place_has_ended_is_named_no_more(session, world):
    with saving(session), in_site(session, world.site.id):
        actions.be_contact(session, world.site, by=world.facilitator)
        actions.be_contact(session, world.site, by=world.contributor)
    share(session, world, world.site, Item.CONTACT)
    names = seen(look(session, world.programme), world.site.name).contacts
    assert [one.split(",")[0] for one in names] == ["Claire Vasseur", "Jeanne Peyrol"]
    with saving(session), in_site(session, world.site.id):
        seat = sites.member_at(session, world.site, world.contributor.id)
        sites.end(session, world.site, member=seat, by=world.lead)
    assert len(seen(look(session, world.programme), world.site.name).contacts) == 1


def test_a_stranger_is_nobodys_contact(session, world):
    with pytest.raises(NotFound), saving(session), in_site(session, world.site.id):
        actions.be_contact(session, world.site, by=world.stranger)


def test_a_site_answers_a_line_once_and_never_its_own(session, world):
    line = say(session, world)
    answer(session, world, line)
    with pytest.raises(Refusal, match="already answered"):
        answer(session, world, line)
    with pytest.raises(Refusal, match="your own site"):
        answer(session, world, line, site=world.site, by=world.state)


def test_a_line_that_ended_is_not_answered_and_stays_in_the_record(session, world):
    line = say(session, world)
    with saving(session), in_site(session, world.site.id):
        helping.end(session, helping.own(session, line), by=world.civil)
    with pytest.raises(NotFound):
        answer(session, world, line)
    assert helping.listed(session, world.programme, limit=5) == []
    with in_site(session, world.site.id):
        assert [one.id for one in helping.all_of(session)] == [line]
    with pytest.raises(NotFound):
        helping.beside(session, line, site=world.other_site)


def test_a_reply_is_said_once_with_words(session, world):
    found = answer(session, world, say(session, world))
    with pytest.raises(Refusal, match="a yes says what comes next"):
        reply(session, world, found, words=" ")
    reply(session, world, found)
    with pytest.raises(Refusal, match="already replied"):
        reply(session, world, found)
    assert "help:accept" in lines(session, world.site)


def reply(session, world, found, words="Avec plaisir."):
    with saving(session), in_site(session, world.site.id):
        row = helping.received(session, found)
        helping.reply(session, row, accept=True, words=words, by=world.authority)


def test_a_line_of_another_programme_is_not_there(session, world):
    line = say(session, world)
    with saving(session):
        far = sites.open_programme(session, "Ailleurs", lead=world.stranger, by=world.admin)
        away = sites.open_site(session, far, name="Au loin", by=world.stranger)
    with pytest.raises(NotFound):
        helping.beside(session, line, site=away)
    assert helping.listed(session, far, limit=5) == []


def test_a_site_keeps_a_dozen_open_lines_at_most(session, world):
    for number in range(OPEN_MOST):
        say(session, world, f"Nous pouvons {number}.", by=world.state)
    with pytest.raises(Refusal, match="End one of your 12"):
        say(session, world)


def test_one_person_does_not_write_to_everybody_in_a_day(session, world, monkeypatch):
    monkeypatch.setattr(helping, "OPEN_MOST", 100)
    for number in range(20):
        say(session, world, f"Nous pouvons {number}.")
    with pytest.raises(TooMany):
        say(session, world)
    say(session, world, by=world.authority)


def test_who_is_told_of_an_answer(session, world):
    line = say(session, world)
    assert told(session, world, line) == ["Nadège Ferrandier"]
    with saving(session), in_site(session, world.site.id):
        actions.be_contact(session, world.site, by=world.facilitator)
    assert told(session, world, line) == ["Claire Vasseur"]


def told(session, world, line) -> list[str]:
    """Who would read that an answer came."""
    shown = helping.beside(session, line, site=world.other_site)
    return [one.name for one in helping.to_tell(session, shown.help)]


def test_each_side_reads_the_exchange_and_nobody_else(session, world):
    answer(session, world, say(session, world))
    for site in (world.site, world.other_site):
        with in_site(session, site.id):
            assert len(helping.exchanges(session, site)) == 1
    with saving(session):
        third = sites.open_site(session, world.programme, name="Tiers", by=world.lead)
    assert helping.exchanges(session, third) == []
