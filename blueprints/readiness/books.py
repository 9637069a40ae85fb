"""The tables of a round on the conditions and of the rounds over time: what the pages show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from blueprints._shared.formatters import day, moment
from blueprints._shared.rounds import GROUP_LABELS, STAGE_LABELS
from blueprints._shared.speech import language
from blueprints.readiness.room import concluded, item_name, lying, middle, step_name
from coopspace import method
from coopspace.accounts.model import User
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.kernel import clock
from coopspace.kernel.clock import PARIS
from coopspace.readiness.figures import Counted, ItemView
from coopspace.readiness.model import ReadinessConclusion, ReadinessRound
from coopspace.readiness.results import Past, Results
from coopspace.readiness.rules import Item, Step
from coopspace.rounds.rules import Stage
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Shown:
    """One round as its page shows it to who asks."""

    site: Site
    round: ReadinessRound
    stage: Stage
    results: Results
    conclusions: Mapping[Item | None, ReadinessConclusion]
    people: Mapping[UUID, User]


def title_of(site: Site, number: int) -> str:
    """« Nos conditions, tour n° 2 – Le Haut-Plessis »."""
    return f"{_('Our conditions, round no. %(number)d', number=number)} – {site.name}"


def round_book(shown: Shown) -> Book:
    """The figures of the eight, the words beside them, what was concluded."""
    sheets = [_by_step(shown), *_words(shown.results), *_concluded(shown)]
    return _book(title_of(shown.site, shown.round.number), sheets)


def path_book(site: Site, told: Sequence[Past]) -> Book:
    """Where each of the eight stood, round after round, from the first; then the conclusions."""
    rounds = [(past, past.results) for past in reversed(told) if past.results is not None]
    headings = (_("What is judged"), _("Spread"), _("Middle"))
    path = Sheet(
        str(_("Round after round")),
        (
            Column(str(_("Round")), Kind.NUMBER),
            Column(str(_("Revealed on")), Kind.DAY),
            *(Column(str(one)) for one in headings),
            *_steps(),
        ),
        tuple(
            (
                past.round.number,
                past.round.revealed_at.astimezone(PARIS).date() if past.round.revealed_at else None,
                item_name(view.item),
                *_where(view.counted),
                *_counts(view.counted),
            )
            for past, results in rounds
            for view in results.items
        ),
        (
            (str(_("Site")), site.name),
            (str(_("Made on")), day(clock.now())),
            (str(_("To read with it")), _moment()),
        ),
    )
    conclusions = tuple(
        (past.round.number, *_conclusion(item, one))
        for past, _results in rounds
        for item, one in past.conclusions.items()
    )
    sheets = [path]
    if conclusions:
        words = (_("What is judged"), _("What we conclude"), _("In our words"))
        columns = (Column(str(_("Round")), Kind.NUMBER), *(Column(str(one)) for one in words))
        sheets.append(Sheet(str(_("What we concluded")), columns, conclusions))
    return _book(f"{_('Our conditions')} – {site.name}", sheets)


def _book(title: str, sheets: Sequence[Sheet]) -> Book:
    about = str(_("To read with it"))
    return Book(
        title=title, language=language(), made_at=clock.now(), sheets=tuple(sheets), about=about
    )


def _moment() -> str:
    return method.load("readiness").text("exercise.moment", language())


def _steps() -> Iterator[Column]:
    for step in (*Step, None):
        yield Column(step_name(step), Kind.NUMBER)


def _counts(counted: Counted | None) -> tuple[Cell, ...]:
    return (*counted.steps, counted.unknown) if counted else (None,) * (len(Step) + 1)


def _where(counted: Counted | None) -> tuple[Cell, Cell]:
    return lying(counted.spread if counted else None), middle(counted.median if counted else None)


def _by_step(shown: Shown) -> Sheet:
    headings = (_("What is judged"), _("Answers"))
    more = (_("Spread"), _("Middle"), _("Where the middle could be with the missing"))
    rows = tuple(row for view in shown.results.items for row in _rows(view))
    columns = (*map(Column, map(str, headings)), *_steps(), *map(Column, map(str, more)))
    return Sheet(str(_("The eight, one by one")), columns, rows, tuple(_notes(shown)))


def _rows(view: ItemView) -> Iterator[tuple[Cell, ...]]:
    all_of_it = (*_counts(view.counted), *_where(view.counted))
    yield item_name(view.item), str(_("All")), *all_of_it, middle(view.if_all)
    for one in view.groups:
        if one.counted is not None:
            group = str(_(GROUP_LABELS[one.group]))
            yield (item_name(view.item), group, *_counts(one.counted), *_where(one.counted), None)


def _notes(shown: Shown) -> Iterator[tuple[str, str]]:
    round_, results = shown.round, shown.results
    yield str(_("Site")), shown.site.name
    yield str(_("Round")), f"{round_.number} · {_(STAGE_LABELS[shown.stage])}"
    if round_.revealed_at:
        yield str(_("Revealed on")), moment(round_.revealed_at)
    yield str(_("Each answer")), str(_("anonymous") if round_.anonymous else _("named"))
    said = _("%(answered)d out of %(invited)d", answered=results.answered, invited=results.invited)
    yield str(_("Answers")), str(said)
    yield str(_("Made on")), day(clock.now())
    yield str(_("To read with it")), _moment()


def _words(results: Results) -> Iterator[Sheet]:
    """Signed words with their step; of an anonymous round, words that nothing joins to a step."""
    signed: tuple[tuple[Cell, ...], ...] = tuple(
        (
            item_name(item),
            one.name or str(_("someone who has left")),
            str(_(GROUP_LABELS[one.view])),
            step_name(one.step),
            one.comment,
            str(_("came after the reveal")) if one.late else None,
        )
        for item, said in results.told.items()
        for one in said
    )
    if signed:
        headings = (_("What is judged"), _("Name"), _("You come from"), _("Answers"))
        more = (_("In their words"), _("Remark"))
        columns = tuple(Column(str(one)) for one in (*headings, *more))
        yield Sheet(str(_("Who said what")), columns, signed)
    unsigned = tuple(
        (item_name(item), text) for item, texts in results.unsigned.items() for text in texts
    )
    if unsigned:
        title = str(_("In their words"))
        why = str(_("In alphabetical order: nothing says who wrote what, nor at which step."))
        columns = (Column(str(_("What is judged"))), Column(title))
        yield Sheet(title, columns, unsigned, ((title, why),))


def _concluded(shown: Shown) -> Iterator[Sheet]:
    if shown.conclusions:
        headings = (_("What is judged"), _("What we conclude"), _("In our words"), _("Written by"))
        rows = tuple(
            (*_conclusion(item, one), _writer(shown, one), one.at.astimezone(PARIS).date())
            for item, one in shown.conclusions.items()
        )
        columns = (*(Column(str(one)) for one in headings), Column(str(_("On the day")), Kind.DAY))
        yield Sheet(str(_("What we conclude")), columns, rows)


def _conclusion(item: Item | None, one: ReadinessConclusion) -> tuple[Cell, Cell, Cell]:
    return item_name(item) if item else str(_("The whole")), concluded(one.outcome), one.words


def _writer(shown: Shown, one: ReadinessConclusion) -> str:
    writer = shown.people.get(one.by)
    return writer.name if writer else str(_("someone who has left"))
