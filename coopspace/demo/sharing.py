"""What sites share and say to one another in the demonstration."""

from coopspace.compare import actions, helping, matching, pooled
from coopspace.compare.rules import HelpKind, Item, Size
from coopspace.demo.scene import Scene

MANY = 100


def describe(scene: Scene, *, topics: list[str], size: str, since: str) -> None:
    """Say what the site works on, its size, and since which year."""
    actions.describe(
        scene.session,
        scene.site,
        topics=topics,
        size=Size(size),
        since_year=int(since),
        by=scene.by,
    )


def be_contact(scene: Scene) -> None:
    """Agree to be contacted by other sites."""
    actions.be_contact(scene.session, scene.site, by=scene.by)


def share(scene: Scene, *, item: str) -> None:
    """Share one item with the other sites."""
    actions.share(scene.session, scene.site, item=Item(item), by=scene.by)


def match(scene: Scene, *, names: list[str]) -> None:
    """Say that the organisations of these names are one, on whichever sites they stand."""
    programme = scene.site.programme
    known = pooled.pool(scene.session, programme).organisations
    who = [one.id for one in known if one.name in names]
    matching.say_same(scene.session, programme, who=who, by=scene.by)


def take_back(scene: Scene, *, item: str) -> None:
    """Take one item back."""
    actions.withdraw(scene.session, scene.site, item=Item(item), by=scene.by)


def say_help(
    scene: Scene,
    *,
    kind: str,
    words: str,
    topic: str | None = None,
    start: int | None = None,
    to: int | None = None,
) -> None:
    """Offer help to the other sites, or look for it."""
    helping.say(
        scene.session,
        scene.site,
        kind=HelpKind(kind),
        words=words,
        topic=topic,
        passage=(start, to),
        by=scene.by,
    )


def answer_help(scene: Scene, *, site: str, words: str) -> None:
    """Answer the latest line of another site."""
    lines = helping.listed(scene.session, scene.site.programme, limit=MANY)
    line = next((one.help for one in lines if one.site.name == site), None)
    if line is None:
        raise ValueError(f"{site} offers nothing and asks for nothing")
    helping.answer(scene.session, line, from_site=scene.site, words=words, by=scene.by)


def reply_help(scene: Scene, *, site: str, accept: bool, words: str) -> None:
    """Reply to what another site answered."""
    found = helping.exchanges(scene.session, scene.site)
    waiting = (one.answer for one in found if one.guest.name == site and one.answer.reply == "")
    answer = next(waiting, None)
    if answer is None:
        raise ValueError(f"{site} has answered nothing")
    helping.reply(scene.session, answer, accept=accept, words=words, by=scene.by)
