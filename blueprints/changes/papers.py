"""The strategy as a text: the vision, then level by level what changes, for whom, and why; then
the actions that contribute to it."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext
from flask_babel import gettext as _

from blueprints._shared.formatters import day
from blueprints._shared.planned import effort_name, kind_name, state_name, strength_name
from blueprints._shared.speech import language
from blueprints.changes.drawing import horizon
from blueprints.changes.room import until
from coopspace.changes import columns, rules
from coopspace.changes.rules import VISION, Effect, Level, System
from coopspace.changes.written import ChangeLine, LinkLine, Written
from coopspace.exports.document import (
    Document,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Part,
    cleaned,
    line,
    table,
)
from coopspace.kernel import clock
from coopspace.kernel.refusal import N_
from coopspace.live.formats import Piece
from coopspace.plan.columns import ACTIONS
from coopspace.plan.written import ActionLine
from coopspace.sites.model import Site


def paper(site: Site, whole: Written, plan: Sequence[ActionLine]) -> Document:
    """The strategy and its plan, to be changed by anybody."""
    where = f"{site.name}, {site.territory}" if site.territory else site.name
    title = str(_("Change strategy"))
    return Document(
        title=cleaned(f"{title} – {site.name}"),
        heading=title,
        place=cleaned(where),
        foot=cleaned(f"{where} – {day(clock.now())}"),
        language=language(),
        made_at=clock.now().replace(microsecond=0),
        parts=tuple(_parts(whole, plan, horizon(site).text)),
        open_end=str(
            _("This file is a copy that anybody can change: the strategy lives on its site.")
        ),
    )


def _parts(whole: Written, plan: Sequence[ActionLine], vision: str) -> Iterator[Part]:
    yield _heading(1, str(_("The vision")))
    yield _said(vision or str(_("It is not written yet.")))
    says = columns.says(whole, str(_("the vision")))
    for level in reversed(Level):
        changes = [one for one in whole.changes if one.level is level]
        yield _heading(1, gettext(rules.LEVEL_PLURALS[level]))
        yield Paragraph((line(gettext(rules.LEVEL_QUESTIONS[level])),), question=bool(changes))
        if not changes:
            yield _said(str(_("Nothing is written at this level yet.")))
        for one in changes:
            yield from _change(one, [two for two in whole.links if two.source == one.code], says)
    if plan:
        yield _heading(1, str(_("Action plan")))
        titles = {one.number: one.title for one in plan}
        for action in plan:
            yield from _action(action, says, titles)
    if whole.changes:
        yield _heading(1, str(_("The strategy as a table")))
        yield _table(whole)


def _change(one: ChangeLine, links: list[LinkLine], says: dict[str, str]) -> Iterator[Part]:
    yield _heading(2, f"{one.code}. {one.statement}")
    yield Facts(tuple(_facts(one)))
    if one.description:
        yield Paragraph(tuple(line(cleaned(two)) for two in one.description.split("\n")))
    if links:
        yield _said(str(_("Contributes to:")))
        yield Listing(tuple(_link(two, says) for two in links))


def _facts(one: ChangeLine) -> Iterator[tuple[str, str]]:
    systems = (gettext(rules.SYSTEM_LABELS[two]) for two in System if two in one.systems)
    told = {
        columns.CHANGES["who"]: one.who,
        columns.CHANGES["nature"]: gettext(rules.NATURE_LABELS[one.nature]),
        columns.CHANGES["effect"]: (
            "" if one.effect is Effect.INTENDED else gettext(rules.EFFECT_LABELS[one.effect])
        ),
        columns.CHANGES["systems"]: ", ".join(systems),
        columns.CHANGES["horizon"]: until(one.horizon) if one.horizon else "",
        columns.PROGRESS: gettext(rules.PROGRESS_LABELS[one.progress]) if one.progress else "",
    }
    return ((gettext(term), cleaned(said)) for term, said in told.items() if said)


def _link(one: LinkLine, says: dict[str, str]) -> Line:
    code = "" if one.target == VISION else f"{one.target}. "
    pieces = [Piece(cleaned(f"{code}{says[one.target]}"), bold=True)]
    strength = gettext(rules.STRENGTH_LABELS[one.strength]) if one.strength else ""
    more = [strength, one.rationale]
    if one.assumption:
        more.append(str(_("This supposes: %(words)s", words=one.assumption)))
    pieces += [Piece(f" – {cleaned(two)}".replace("\n", " ")) for two in more if two]
    return tuple(pieces)


def _action(one: ActionLine, says: dict[str, str], titles: dict[int, str]) -> Iterator[Part]:
    yield _heading(2, f"{one.number}. {one.title}")
    yield Facts(tuple(_told(one)))
    if one.contributions:
        yield _said(str(_("Contributes to:")))
        yield Listing(
            tuple(
                (
                    Piece(cleaned(f"{code}. {says[code]}"), bold=True),
                    Piece(f" – {strength_name(strength)}"),
                )
                for code, strength in one.contributions
            )
        )
    if one.supports:
        yield _said(str(_("Actions that support it:")))
        yield Listing(tuple(line(cleaned(f"{two}. {titles[two]}")) for two in one.supports))


def _told(one: ActionLine) -> Iterator[tuple[str, str]]:
    told = {
        "kind": kind_name(one.kind),
        "state": state_name(one.state),
        "why": one.why,
        "pilot": one.pilot or one.pilot_name,
        "partners": ", ".join([*one.partners, *([one.others] if one.others else [])]),
        "starts": day(one.starts) if one.starts else "",
        "ends": day(one.ends) if one.ends else "",
        "effort": effort_name(one.effort) if one.effort else "",
        "resources": one.resources,
        "learnt": one.learnt,
    }
    terms = {**ACTIONS, "pilot": N_("Pilot"), "partners": N_("Partners")}
    return ((gettext(terms[name]), cleaned(said)) for name, said in told.items() if said)


def _table(whole: Written) -> Part:
    leads_to = whole.leads_to()
    wanted = ("code", "statement", "who", "horizon", "leads_to")
    return table(
        str(_("The strategy as a table")),
        tuple(gettext(columns.CHANGES[one]) for one in wanted),
        (
            (
                one.code,
                one.statement,
                one.who,
                until(one.horizon) if one.horizon else "",
                ", ".join(leads_to[one.code]),
            )
            for one in whole.changes
        ),
    )


def _heading(level: int, words: str) -> Heading:
    return Heading(level, line(cleaned(words).replace("\n", " ")))


def _said(words: str) -> Paragraph:
    return Paragraph((line(cleaned(words)),))
