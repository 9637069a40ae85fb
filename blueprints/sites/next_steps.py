"""« Prochains gestes »: what is waiting for somebody, read from the real state and nothing else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice

from flask import url_for
from flask_babel import gettext, ngettext

from blueprints.sites.words import all_of, college_word, one_of
from coopspace.accounts.model import User
from coopspace.agreement.glance import AgreementGlance
from coopspace.changes.glance import Glance
from coopspace.changes.rules import LEVEL_PLURALS, VISION, Level
from coopspace.discussed_kinds import KINDS
from coopspace.discussion.reading import Call
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission, who_could
from coopspace.review.rules import Finding, Rule
from coopspace.sites.circle import Voice
from coopspace.sites.model import College, Site
from coopspace.vision.adoption import Summary
from coopspace.vision.rules import Stance

MOST = 5
"""How many gestures are proposed: beyond five, nobody chooses."""
CALLS = 2
"""How many comments that call the reader are named one by one."""
NAMED = 3
"""How many changes are named before the others are counted."""


@dataclass(frozen=True)
class Step:
    """One gesture: what to do, why, where, and whose it is."""

    do: str
    why: str = ""
    href: str = ""
    college: College | None = None
    people: tuple[User, ...] = ()


@dataclass(frozen=True)
class State:
    """What the gestures are read from."""

    site: Site
    voices: Sequence[Voice]
    vision: Summary
    chain: Glance
    findings: Sequence[Finding]
    may: Callable[[Permission], bool]
    agreement: AgreementGlance | None = None
    calls: Sequence[Call] = ()


def steps(state: State) -> list[Step]:
    """The first gestures, the most urgent ones first."""
    asks = (
        _called,
        _voices,
        _objections,
        _vision,
        _positions,
        _agreement,
        _chain,
        _adherence,
        _silence,
        _news,
    )
    return list(islice(chain.from_iterable(ask(state) for ask in asks), MOST))


def called(state: State) -> list[Step]:
    """What this very person is asked to read: it waits for them even at a site that sets out."""
    return list(_called(state))


def _called(state: State) -> Iterator[Step]:
    """The threads that wait for this person, two of them by name and the others in one line."""
    first: dict[str, Call] = {}
    for one in state.calls:
        first.setdefault(one.ref, one)
    threads = [*first.values()]
    for one in threads[:CALLS]:
        yield Step(
            do=gettext("Read a comment: %(who)s asks you to", who=one.name),
            why=gettext("It is about %(topic)s.", topic=gettext(KINDS[one.kind].within)),
            href=url_for(
                "discussion.show", site=state.site.slug, thread=one.ref, _anchor=f"c{one.number}"
            ),
        )
    if (more := len(threads) - CALLS) > 0:
        yield Step(
            do=ngettext(
                "Read %(num)s other discussion that calls you",
                "Read %(num)s other discussions that call you",
                more,
            ),
            href=url_for("discussion.index", site=state.site.slug, fils="moi"),
        )


def _voices(state: State) -> Iterator[Step]:
    for voice in state.voices:
        if voice.is_held:
            continue
        href = url_for("members.index", site=state.site.slug)
        if state.may(Permission.MEMBER_INVITE):
            href = url_for(
                "members.invite", site=state.site.slug, role="trio", college=voice.college.value
            )
        yield Step(
            do=gettext("Invite somebody into the trio: %(party)s", party=_party(voice)),
            why=gettext("Nobody speaks for this party yet."),
            href=href,
            college=voice.college,
        )


def _objections(state: State) -> Iterator[Step]:
    for voice in state.voices:
        status = state.vision.colleges[voice.college]
        if status.stance is Stance.OBJECTION:
            yield Step(
                do=gettext("Hear an objection to the vision: %(party)s", party=_party(voice)),
                why=gettext("An objection says what is missing for us all to agree."),
                href=url_for("vision.show", site=state.site.slug),
                college=voice.college,
                people=_people(voice),
            )


def _vision(state: State) -> Iterator[Step]:
    if not state.vision.text:
        href = url_for("vision.show", site=state.site.slug)
        if state.may(Permission.VISION_EDIT):
            href = url_for("vision.edit", site=state.site.slug, which="vision")
        yield Step(
            do=gettext("Write our vision"),
            why=gettext("One sentence: what we want to see here in ten years."),
            href=href,
        )


def _positions(state: State) -> Iterator[Step]:
    for voice in state.voices:
        awaited = state.vision.colleges[voice.college].stance is None
        if state.vision.text and voice.is_held and awaited:
            yield Step(
                do=gettext("Say a position on the vision: %(party)s", party=_party(voice)),
                why=gettext("The vision is ours once the three parties consent to it."),
                href=url_for("vision.show", site=state.site.slug),
                college=voice.college,
                people=_people(voice),
            )


def _agreement(state: State) -> Iterator[Step]:
    """A version that awaits signatures, one whose day of review is near, suggestions that wait."""
    seen = state.agreement
    if seen is None:
        return
    slug = state.site.slug
    if seen.being_signed:
        yield Step(
            do=gettext("Sign version %(number)d of our agreement", number=seen.being_signed),
            why=gettext("It stands once everybody who is asked has signed it."),
            href=url_for("agreement.version", site=slug, number=seen.being_signed),
        )
    elif seen.is_to_review(clock.today()):
        yield Step(
            do=gettext("Look at our agreement again"),
            why=gettext("We had said that we would: an hour between the three is enough."),
            href=url_for("agreement.versions_page", site=slug),
        )
    if seen.suggested and state.may(Permission.AGREEMENT_EDIT):
        yield Step(
            do=ngettext(
                "Answer %(num)s suggestion on our agreement",
                "Answer %(num)s suggestions on our agreement",
                seen.suggested,
            ),
            why=gettext("Somebody proposes other words: accept them, or say why not."),
            href=url_for("agreement.suggestions_page", site=slug),
        )


def _chain(state: State) -> Iterator[Step]:
    if not state.chain.nodes:
        yield Step(
            do=gettext("Lay a first change"),
            why=gettext("What must people come to know or see, so that practice can change?"),
            href=url_for("changes.index", site=state.site.slug),
        )
        return
    for rule, group in groupby(state.findings, key=lambda one: one.rule):
        same = list(group)
        if rule is Rule.LEADS_NOWHERE:
            codes = [one.codes[0] for one in same]
            yield _loose(
                state,
                codes,
                ngettext(
                    "Link %(codes)s: it leads to no other change",
                    "Link %(codes)s: they lead to no other change",
                    len(codes),
                    codes=_named(codes),
                ),
            )
        elif rule is Rule.NOTHING_LEADS_HERE:
            codes = [one.codes[0] for one in same]
            yield _loose(
                state,
                codes,
                ngettext(
                    "Say what leads to %(codes)s: nothing does yet",
                    "Say what leads to %(codes)s: nothing does yet",
                    len(codes),
                    codes=_named(codes),
                ),
            )
        elif rule is Rule.EMPTY_LEVEL:
            for one in same:
                level = LEVEL_PLURALS[Level(str(one.words["level"]))]
                yield Step(
                    do=gettext(
                        "Look for the missing level: %(level)s", level=gettext(level).lower()
                    ),
                    href=url_for("changes.index", site=state.site.slug),
                )
        elif rule is Rule.JUMPS_A_LEVEL:
            yield Step(
                do=gettext("Look at what happens in between: %(codes)s", codes=_jumps(same)),
                why=gettext("A link that jumps a level takes a step for granted."),
                href=url_for("changes.index", site=state.site.slug, carte=same[0].codes[0]),
            )


def _jumps(findings: list[Finding]) -> str:
    """« D5 vers U3 et 2 autres »."""
    vision = gettext("the vision")
    arcs = [one.arc for one in findings if one.arc is not None]
    return _named(
        gettext(
            "%(source)s to %(target)s",
            source=arc.source,
            target=vision if arc.target == VISION else arc.target,
        )
        for arc in arcs
    )


def _loose(state: State, codes: list[str], do: str) -> Step:
    return Step(
        do=do,
        why=state.chain.says[codes[0]] if len(codes) == 1 else "",
        href=url_for("changes.index", site=state.site.slug, carte=codes[0], _anchor=codes[0]),
    )


def _adherence(state: State) -> Iterator[Step]:
    for voice in state.voices:
        if voice.is_held and voice.adherence is None:
            yield Step(
                do=gettext("Record the adherence to the approach: %(party)s", party=_party(voice)),
                why=gettext("A party says in its own words what it joins."),
                href=url_for("members.index", site=state.site.slug),
                college=voice.college,
                people=_people(voice),
            )


def _silence(state: State) -> Iterator[Step]:
    for voice in state.voices:
        if voice.is_held and voice.adherence is not None and voice.last_act is None:
            yield Step(
                do=gettext("Ask how they are: %(party)s", party=_party(voice)),
                why=gettext("Nothing from this party here for three months."),
                href=url_for("members.index", site=state.site.slug),
                college=voice.college,
                people=_people(voice),
            )


def _news(state: State) -> Iterator[Step]:
    alone = {one.codes[0] for one in state.findings if one.rule is Rule.LEADS_NOWHERE}
    codes = [code for code in state.chain.unjudged if code not in alone]
    if codes:
        yield _loose(
            state,
            codes,
            ngettext(
                "Say where %(codes)s stands: nobody has yet",
                "Say where %(codes)s stand: nobody has yet",
                len(codes),
                codes=_named(codes),
            ),
        )


def _party(voice: Voice) -> str:
    return college_word(voice.college)


def _people(voice: Voice) -> tuple[User, ...]:
    return tuple(member.user for member in voice.members if member.user.disabled_at is None)


def _named(codes: Iterable[str]) -> str:
    listed = list(codes)
    more = len(listed) - NAMED
    if more <= 1:
        return all_of(listed)
    return all_of([*listed[:NAMED], gettext("%(count)d others", count=more)])


@dataclass(frozen=True)
class FirstStep:
    """One of the three steps by which a site sets out; `who` is said to whoever may not take it."""

    title: str
    why: str
    label: str
    href: str
    done: bool
    who: str = ""


def first_steps(state: State) -> list[FirstStep]:
    """The three first steps while one of them is to come; nothing once the site is on its way."""
    gathered = not any(not voice.is_held for voice in state.voices)
    written, laid = bool(state.vision.text), bool(state.chain.nodes)
    if gathered and written and laid:
        return []
    slug = state.site.slug
    return [
        _first(
            state,
            Permission.MEMBER_INVITE,
            title=gettext("Gather the trio"),
            why=gettext(
                "One named person at least for the State, for the local authority and for civil "
                "society: none can get there alone."
            ),
            label=gettext("Invite somebody"),
            href=url_for("members.invite", site=slug, role="trio"),
            done=gathered,
        ),
        _first(
            state,
            Permission.VISION_EDIT,
            title=gettext("Write our vision"),
            why=gettext(
                "One clear sentence: what we want to see here in ten years. The three parties "
                "consent to it, word for word."
            ),
            label=gettext("Write the first words"),
            href=url_for("vision.edit", site=slug, which="vision"),
            done=written,
        ),
        _first(
            state,
            Permission.CHANGE_EDIT,
            title=gettext("Lay a first change"),
            why=gettext(
                "What people come to know, then do differently, then live: the chain of changes "
                "leads to the vision."
            ),
            label=gettext("Open the strategy"),
            href=url_for("changes.index", site=slug),
            done=laid,
        ),
    ]


def _first(
    state: State,
    permission: Permission,
    *,
    title: str,
    why: str,
    label: str,
    href: str,
    done: bool,
) -> FirstStep:
    if state.may(permission):
        return FirstStep(title, why, label, href, done)
    who = one_of(gettext(role).lower() for role in who_could(permission))
    return FirstStep(title, why, "", "", done, gettext("Who can: %(who)s.", who=who))
