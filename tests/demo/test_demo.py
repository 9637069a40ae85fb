"""The demonstration is a year that people really could have lived, and every page of it opens."""

import re
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coopspace import demo
from coopspace.accounts import actions as accounts
from coopspace.accounts.model import User
from coopspace.changes.held import chain_of
from coopspace.changes.model import Change, ChangeProgress, Link, LinkConfidence
from coopspace.changes.rules import Effect, Level
from coopspace.continuum import results
from coopspace.continuum.rules import Stage
from coopspace.demo import player, script
from coopspace.demo.acts import VERBS
from coopspace.kernel import audit, clock
from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.kernel.saving import saving
from coopspace.live.model import Document, Wording
from coopspace.review import reading
from coopspace.review.rules import Rule
from coopspace.sites import actions as sites
from coopspace.sites.model import Membership, Ring, Site
from tests.typography import french_faults
from tests.visitor import Visitor

TODAY = date(2031, 5, 20)
COMPLETE, MIDDLE, STARTING, EMPTY = (
    "le-haut-plessis",
    "les-deux-rives",
    "la-fontaine-aux-merles",
    "les-terrasses",
)
_LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
LIKE = 3
"""How many pages of one kind are opened at a site."""


@pytest.fixture
def played(session: Session) -> Session:
    """A database in which the demonstration was played."""
    with saving(session):
        demo.load(session)
    return session


def _site(session: Session, slug: str) -> Site:
    return session.scalars(select(Site).where(Site.slug == slug)).one()


def test_the_sites_stand_at_different_moments_of_their_way(played: Session) -> None:
    assert audit.verify(played) == []
    told = {
        slug: _story(played, _site(played, slug)) for slug in (COMPLETE, MIDDLE, STARTING, EMPTY)
    }
    assert played.scalar(select(func.count()).select_from(Site)) == 12
    assert {slug: story["colleges"] for slug, story in told.items()} == {
        COMPLETE: 3,
        MIDDLE: 3,
        STARTING: 2,
        EMPTY: 3,
    }
    assert {slug: story["changes"] for slug, story in told.items()} == {
        COMPLETE: 18,
        MIDDLE: 5,
        STARTING: 0,
        EMPTY: 0,
    }
    assert told[COMPLETE]["links"] >= 22
    assert 0 < told[MIDDLE]["links"] < 5


@pytest.mark.engines("sqlite")  # what is read here does not depend on the engine
def test_no_two_paths_of_rounds_are_alike(played: Session) -> None:
    paths = {}
    for site in played.scalars(select(Site).order_by(Site.slug)):
        with in_site(played, site.id):
            told = [one for one in reversed(results.story(played)) if one.results is not None]
            paths[site.slug] = [one.results.median for one in told if one.results is not None]
            assert all(one.conclusion for one in told) or site.slug == MIDDLE
            assert all(one.results.told for one in told if one.results), site.slug
    levels = {
        slug: [one.low for one in path if one and not one.between] for slug, path in paths.items()
    }
    assert levels["le-pre-saint-loup"] == [4, 5, 4]
    assert levels["les-ormeaux"] == [3, 3]
    assert levels["la-grande-garenne"] == [3, 5]
    assert levels["les-castors"] == [4, 5, 5]
    assert levels["la-cite-des-forges"][-2:] == [4, 5]
    assert len(paths["la-cite-des-forges"]) == 4
    assert levels["les-tilleuls"] == [5, 6]
    assert paths[STARTING] == paths[EMPTY] == []
    with in_site(played, _site(played, "kervalan").id):
        ended = [one for one in results.story(played) if one.stage is Stage.ENDED]
        assert [one.round.anonymous for one in ended] == [True]


@pytest.mark.engines("sqlite")  # nothing is written
def test_nobody_is_somebody_who_has_no_password(played: Session, visitor: Visitor) -> None:
    waiting = next(one for one in script.read(TODAY).people if one.password is None)
    user = accounts.by_email(played, waiting.email)
    assert user is not None
    assert user.password_hash is None
    assert waiting.name not in visitor.get("/connexion").text


def _story(session: Session, site: Site) -> dict[str, int]:
    with in_site(session, site.id):
        held = chain_of(session)
        trio = session.scalars(
            select(Membership.college).where(
                Membership.site_id == site.id, Membership.ring == Ring.TRIO
            )
        )
        return {
            "colleges": len(set(trio)),
            "changes": len(held.nodes),
            "links": len(held.arcs),
        }


@pytest.mark.engines("sqlite")  # what is read here does not depend on the engine
def test_the_first_site_shows_what_the_method_cares_for(played: Session) -> None:
    site = _site(played, COMPLETE)
    with in_site(played, site.id):
        changes = list(played.scalars(select(Change)))
        living = [change for change in changes if change.ended_at is None]
        assert {Level(change.level) for change in living} == set(Level)
        assert {Effect(change.effect) for change in living} == set(Effect)
        assert all(change.who and change.systems for change in living)
        assert [change.end_reason for change in changes if change.ended_at] != [""]
        spoken = played.execute(
            select(Link.id, LinkConfidence.college)
            .join(LinkConfidence, LinkConfidence.link_id == Link.id)
            .where(Link.disputed)
        ).all()
        assert max(Counter(link for link, _ in set(spoken)).values()) == 3
        assert played.scalar(select(func.count()).select_from(ChangeProgress)) >= 12
        authors = played.execute(
            select(Wording.author_id, Wording.at)
            .join(Document, Document.id == Wording.document_id)
            .where(Document.kind == "vision", Wording.text != "")
        ).all()
        assert len({author for author, _ in authors}) >= 3
        assert max(at for _, at in authors) - min(at for _, at in authors) > timedelta(days=300)
        warned = {one.rule for one in reading.read(played, clock.today()).warnings}
    assert {Rule.LEADS_NOWHERE, Rule.JUMPS_A_LEVEL, Rule.NO_ASSUMPTION} <= warned
    assert not warned & {Rule.ACTIVITY, Rule.PROJECT, Rule.EMPTY_LEVEL, Rule.NO_WAY}


@pytest.mark.engines("sqlite")  # the journal's dates come from the clock, not from the engine
def test_the_story_lasts_more_than_a_year_and_never_goes_beyond_today(played: Session) -> None:
    days = list(played.scalars(select(audit.AuditEvent.at).order_by(audit.AuditEvent.at)))
    assert days[0] < clock.now() - timedelta(days=365)
    assert clock.now() - timedelta(days=7) < days[-1] <= clock.now()


@pytest.mark.engines("sqlite")  # pages are proved on both engines room by room
def test_every_page_of_every_site_opens_for_a_member(
    app: Any, played: Session, visitor: Visitor
) -> None:
    for slug in (COMPLETE, MIDDLE, STARTING, EMPTY):
        member = next(
            one for one in demo.people(played) if one["sites"].get(slug, {}).get("role") == "trio"
        )
        user = accounts.by_email(played, member["email"])
        assert user is not None
        opened = _walk(Visitor(app).sign_in(user), f"/sites/{slug}/")
        assert f"/sites/{slug}/membres" in opened
        assert len(opened) >= 2


def _walk(visitor: Visitor, start: str) -> set[str]:
    """Open `start` and whatever it leads to inside the same site, of like pages a few; returns
    the addresses."""
    opened: set[str] = set()
    alike: Counter[str] = Counter()
    addresses = visitor.app.url_map.bind("localhost")
    waiting = [start]
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        if address in opened:
            continue
        rule, _named = addresses.match(unquote(parts.path), method="GET", return_rule=True)
        alike[page := f"{rule.rule} {sorted(parse_qs(parts.query))}"] += 1
        if alike[page] > LIKE:
            continue
        opened.add(address)
        answer = visitor.get(address)
        if answer.mimetype == "text/html":
            found = (link.replace("&amp;", "&") for link in _LINK.findall(answer.text))
            waiting += [link for link in found if link.startswith(start)]
    return opened


@pytest.mark.engines("sqlite")  # a refusal before anything is written
def test_it_is_not_played_over_the_work_of_people(session: Session) -> None:
    with saving(session):
        accounts.open_account(session, "a@exemple.fr", name="A", password="quinze lettres au moins")
    with pytest.raises(Refusal, match="empty database"), saving(session):
        demo.load(session)
    assert session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.engines("sqlite")  # a refusal before anything is written
def test_it_is_not_played_twice(played: Session) -> None:
    with pytest.raises(Refusal, match="empty database"), saving(played):
        demo.load(played)


@pytest.mark.engines("sqlite")  # reads what the test above proved on both
def test_everybody_can_be_tried(played: Session) -> None:
    cast = demo.people(played)
    written = script.read(TODAY).people
    assert [one["email"] for one in cast] == [one.email for one in written if one.password]
    assert len(written) > len(cast) > 25
    assert len({one["password"] for one in cast}) == len(cast)
    for one in cast:
        assert (
            accounts.recognise(played, one["email"], password=one["password"]).name == one["name"]
        )
        assert one["sites"] or one["programmes"] or one["administrator"]
    roles = {place["role"] for one in cast for place in one["sites"].values()}
    assert roles == {"facilitator", "trio", "contributor", "observer"}
    several = [one for one in cast if len(one["sites"]) > 1]
    assert "facilitator" in several[0]["sites"][COMPLETE]["role"]
    assert [one["administrator"] for one in cast].count(True) == 1
    assert [bool(one["programmes"]) for one in cast].count(True) == 1


@pytest.mark.engines("sqlite")  # nothing is played
def test_nobody_is_named_where_it_was_not_played(session: Session) -> None:
    assert demo.people(session) == []


def test_passwords_are_long_and_addresses_receive_no_mail() -> None:
    for person in script.read(TODAY).people:
        if person.password is not None:
            assert len(person.password) >= 15, person.name
            assert person.password.isascii(), "anybody can type it on any keyboard"
        assert person.email.endswith("@exemple.fr")


def test_years_follow_the_day_it_is_played() -> None:
    told = str(script.read(TODAY).stages)
    assert "En 2045, au Haut-Plessis" in told
    assert "{+" not in told


@pytest.mark.parametrize("path", sorted(script.DEMO.glob("*.toml")), ids=lambda path: path.name)
def test_what_people_write_is_well_set(path: Path) -> None:
    faults = {
        text: wrong
        for text in _texts(tomllib.loads(path.read_text("utf-8")))
        if (wrong := french_faults(text))
    }
    assert faults == {}


def _texts(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [text for value in tree.values() for text in _texts(value)]
    if isinstance(tree, list):
        return [text for value in tree for text in _texts(value)]
    return [tree] if isinstance(tree, str) else []


def test_every_verb_of_the_script_is_used() -> None:
    used = {act.verb for stage in script.read(TODAY).stages for act in stage.acts}
    assert used == set(VERBS)


HEAD = 'name = "P"\ndescription = ""\nlead = "l"\nadministrator = "l"\nago = 90\nsites = ["s"]\n'
PEOPLE = "".join(
    f'[[person]]\nkey = "{key}"\nname = "{key}"\nemail = "{key}@exemple.fr"\nsays = ""\n'
    'password = "quinze lettres au moins"\n'
    for key in ("l", "t", "o")
)
SITE = '[site]\nname = "S"\nterritory = ""\nago = 80\nby = "l"\n'
JOIN = SITE + '[[act]]\nago = 70\nby = "l"\ndo = "join"\nperson = "{0}"\nrole = "{1}"\n'
ACT = "[[act]]\nago = 60\n"
WRONG = {
    "does not come after": SITE + '[[act]]\nago = 81\nby = "l"\ndo = "join"',
    "say who does what": SITE + '[[act]]\nago = 8\nby = "l"',
    "nobody knows how to dance": SITE + '[[act]]\nago = 8\nby = "l"\ndo = "dance"',
    "may not envision here": SITE + '[[act]]\nago = 8\nby = "o"\ndo = "envision"\ntext = "En 2050"',
    "may not add here": JOIN.format("o", "observer")
    + ACT
    + 'by = "o"\ndo = "add"\ncode = "D1"\nstatement = "S"\nwho = "W"\nsystems = []',
    "not D2": JOIN.format("o", "contributor")
    + ACT
    + 'by = "o"\ndo = "add"\ncode = "D2"\nstatement = "S"\nwho = "W"\nsystems = []',
    "unexpected keyword": SITE
    + '[[act]]\nago = 8\nby = "l"\ndo = "join"\nperson = "o"\nrule = "trio"',
    "'x'": SITE + '[[act]]\nago = 8\nby = "x"\ndo = "join"\nperson = "o"\nrole = "trio"',
    "Choose the party": JOIN.format("t", "trio"),
    "s.toml": SITE + "[",
}


@pytest.mark.engines("sqlite")  # the script is refused before the engine matters
@pytest.mark.parametrize("complaint", WRONG)
def test_an_act_that_could_not_have_happened_stops_the_play(
    tmp_path: Path, session: Session, complaint: str
) -> None:
    (tmp_path / "programme.toml").write_text(HEAD)
    (tmp_path / "people.toml").write_text(PEOPLE)
    (tmp_path / "s.toml").write_text(WRONG[complaint])
    with pytest.raises(script.Miswritten, match=r"s\.toml") as stopped, saving(session):
        player.load(session, script.read(TODAY, tmp_path))
    assert complaint in str(stopped.value)
    assert sites.site_ids(session) == []
