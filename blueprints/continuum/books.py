"""The tables of a round and of the path of rounds: what the pages show, for the same reader."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from blueprints._shared.formatters import day, moment
from blueprints._shared.rounds import GROUP_LABELS, STAGE_LABELS
from blueprints._shared.speech import language
from blueprints.continuum import sentences
from blueprints.continuum.room import concluded, level_name, lying, middle
from coopspace import method
from coopspace.accounts.model import User
from coopspace.continuum.model import ContinuumConclusion, ContinuumRound
from coopspace.continuum.results import Axis, GroupView, Past, Results, Told
from coopspace.continuum.rules import LEVELS, Group, Stage
from coopspace.exports.sheets import Book, Cell, Column, Kind, Sheet
from coopspace.kernel import clock
from coopspace.kernel.clock import PARIS
from coopspace.sites.model import Site

Note = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """One round as its page shows it to who asks."""

    site: Site
    round: ContinuumRound
    stage: Stage
    results: Results
    before: Past | None
    conclusion: ContinuumConclusion | None
    people: Mapping[UUID, User]


def round_book(shown: Shown) -> Book:
    """The figures, the two axes, the words, what was concluded."""
    results = shown.results
    sheets = [_by_level(shown), *_axes(results.axes), *_words(results), *_concluded(shown)]
    return Book(
        title=f"{_('Round no. %(number)d', number=shown.round.number)} – {shown.site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=tuple(sheets),
        about=str(_("To read with it")),
    )


def path_book(site: Site, told: Sequence[Past]) -> Book:
    """Round after round, from the first: the middle, the spread, the counts, the conclusions."""
    rounds = [(one, one.results) for one in reversed(told) if one.results is not None]
    numbered = Column(str(_("Round")), Kind.NUMBER)
    notes = (
        (str(_("Site")), site.name),
        (str(_("Made on")), day(clock.now())),
        (str(_("To read with it")), method.load("continuum").text("exercise.path", language())),
    )
    path = Sheet(
        str(_("Round after round")),
        (
            numbered,
            Column(str(_("Revealed on")), Kind.DAY),
            Column(str(_("The question"))),
            Column(str(_("Answers")), Kind.NUMBER),
            Column(str(_("Invited")), Kind.NUMBER),
            *(Column(str(one)) for one in (_("Middle"), _("Spread"), _("Wanted"))),
            *(Column(str(one)) for one in (_("What we concluded"), _("In our words"))),
        ),
        tuple(
            (
                one.round.number,
                one.round.revealed_at.astimezone(PARIS).date() if one.round.revealed_at else None,
                one.round.question,
                results.answered,
                results.invited,
                middle(results.median),
                lying(results.spread),
                middle(results.desired),
                *_outcome(one.conclusion),
            )
            for one, results in rounds
        ),
        notes,
    )
    counts = Sheet(
        str(_("Answers by level")),
        (numbered, *_levels()),
        tuple((one.round.number, *results.counts) for one, results in rounds),
    )
    return Book(
        title=f"{_('Our cooperation')} – {site.name}",
        language=language(),
        made_at=clock.now(),
        sheets=(path, counts),
        about=str(_("To read with it")),
    )


def _outcome(conclusion: ContinuumConclusion | None) -> tuple[Cell, Cell]:
    if conclusion is None:
        return None, None
    return concluded(conclusion.outcome, conclusion.level), conclusion.words


def _levels() -> Iterator[Column]:
    for number in range(1, LEVELS + 1):
        yield Column(f"{number} {level_name(number)}", Kind.NUMBER)


def _by_level(shown: Shown) -> Sheet:
    results, before = shown.results, shown.before
    columns = [Column(str(_("Answers"))), *_levels()]
    columns += [Column(str(_("Middle"))), Column(str(_("Spread")))]
    earlier = before.results if before else None
    if before and earlier:
        columns.append(Column(str(_("Middle at round no. %(number)d", number=before.round.number))))
    rows: list[list[Cell]] = [
        [_("Today, all"), *results.counts, middle(results.median), lying(results.spread)]
    ]
    then: list[Cell] = [middle(earlier.median) if earlier else None]
    for view in results.groups:
        if view.counts is not None:
            label = str(_(GROUP_LABELS[view.group]))
            rows.append([label, *view.counts, middle(view.median), lying(view.spread)])
            then.append(_earlier(view.group, earlier.groups if earlier else ()))
    if results.desired:
        rows.append([_("Wanted, all"), *results.desired_counts, middle(results.desired), None])
        then.append(middle(earlier.desired) if earlier else None)
    if earlier:
        rows = [[*row, cell] for row, cell in zip(rows, then, strict=True)]
    return Sheet(
        str(_("Answers by level")), tuple(columns), tuple(map(tuple, rows)), tuple(_notes(shown))
    )


def _earlier(group: Group, groups: Iterable[GroupView]) -> str:
    medians = [one.median for one in groups if one.group is group and one.counts]
    return middle(medians[0] if medians else None)


def _notes(shown: Shown) -> Iterator[Note]:
    round_ = shown.round
    yield str(_("Site")), shown.site.name
    yield str(_("The question")), round_.question
    yield str(_("Round")), f"{round_.number} · {_(STAGE_LABELS[shown.stage])}"
    if round_.revealed_at:
        yield str(_("Revealed on")), moment(round_.revealed_at)
    yield str(_("Each answer")), str(_("anonymous") if round_.anonymous else _("named"))
    yield str(_("Made on")), day(clock.now())
    for said in sentences.all_of(shown.results, shown.before):
        yield str(_("To read with it")), said


def _axes(axes: Sequence[Axis]) -> Iterator[Sheet]:
    words = method.load("continuum")
    if axes:
        steps = [Column(str(step), Kind.NUMBER) for step in range(1, len(axes[0].counts) + 1)]
        yield Sheet(
            str(_("On the two axes")),
            (Column(str(_("Axis"))), *steps, Column(str(_("Middle")))),
            tuple(
                (words.text(f"axes.{axis.name}", language()), *axis.counts, _step(axis))
                for axis in axes
            ),
        )


def _step(axis: Axis) -> str:
    found = axis.median
    if found is None:
        return ""
    if found.between:
        return str(_("between %(low)s and %(high)s", low=found.low, high=found.high))
    return str(found.low)


def _words(results: Results) -> Iterator[Sheet]:
    """Signed words with their level; of an anonymous round, words that nothing joins to a level."""
    if results.told:
        columns = (_("Name"), _("You come from"), _("Today"), _("Wanted"), _("Fact"))
        more = (_("Advances"), _("Remark"))
        yield Sheet(
            str(_("What shows it, in words")),
            tuple(Column(str(one)) for one in (*columns, *more)),
            tuple(_told(one) for one in results.told),
        )
    for title, texts in ((_("Facts"), results.facts), (_("Advances"), results.advances)):
        if texts:
            rows = tuple((text,) for text in texts)
            why = str(_("In alphabetical order: nothing says who wrote what, nor at which level."))
            yield Sheet(str(title), (Column(str(title)),), rows, ((str(title), why),))


def _told(one: Told) -> tuple[Cell, ...]:
    stays = _("and chooses to stay there") if one.stay else ""
    return (
        one.name or _("someone who has left"),
        _(GROUP_LABELS[one.view]),
        f"{one.level} {level_name(one.level)}",
        stays or (f"{one.desired} {level_name(one.desired)}" if one.desired else None),
        one.fact,
        one.advances,
        _("came after the reveal") if one.late else None,
    )


def _concluded(shown: Shown) -> Iterator[Sheet]:
    conclusion = shown.conclusion
    if conclusion is not None:
        writer = shown.people.get(conclusion.by)
        headings = (_("What we conclude"), _("In our words"), _("Advances"), _("Written by"))
        yield Sheet(
            str(_("What we conclude")),
            (*(Column(str(one)) for one in headings), Column(str(_("On the day")), Kind.DAY)),
            (
                (
                    *_outcome(conclusion),
                    conclusion.advances,
                    writer.name if writer else _("someone who has left"),
                    conclusion.at.astimezone(PARIS).date(),
                ),
            ),
        )
