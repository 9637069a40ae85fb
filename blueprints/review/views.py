"""The list of what the reading finds, by gravity, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints._shared.gate import requires
from blueprints._shared.reread import grouped, place, rule_label, told, told_with
from blueprints._shared.speech import language
from blueprints.review.room import HOME, KeepForm, bp
from coopspace import method
from coopspace.accounts import people
from coopspace.changes.rules import VISION
from coopspace.extensions import db
from coopspace.kernel import clock
from coopspace.kernel.permissions import Permission
from coopspace.kernel.refusal import NotFound
from coopspace.review.reading import Reading, look
from coopspace.review.rules import Finding, Gravity, Rule
from coopspace.sites.model import Site


@dataclass(frozen=True)
class Item:
    """One finding on the page: where it is, what stands there, what is seen. `more`: what is seen
    adds to the name of the rule."""

    finding: Finding
    name: str
    href: str
    texts: tuple[str, ...]
    said: str
    more: bool


SHOWN = 5
"""So many findings of one rule are told at once: of a chain just brought in, each link has one."""


@dataclass(frozen=True)
class Group:
    """The findings of one rule: the first ones, the others behind their number."""

    rule: Rule
    label: str
    asks: str
    source: method.Source
    items: tuple[Item, ...]
    others: tuple[Item, ...]


@dataclass(frozen=True)
class Section:
    """One gravity, in words."""

    gravity: Gravity
    label: str
    says: str
    groups: tuple[Group, ...]
    count: int


@bp.get(HOME)
@requires(Permission.CHANGE_READ)
def index(site: Site) -> ResponseReturnValue:
    """Everything that a careful reader would ask, and what people answered."""
    return page(site)


def page(site: Site, form: KeepForm | None = None, asked: str = "") -> str:
    """The page; `form` is that of the finding `asked`, when its answer was refused. Raises NotFound
    when nothing of this site asks that."""
    session = db.session()
    seen = look(session, site, clock.today())
    if asked and asked not in {one.name for one in (*seen.found, *(one for one, _ in seen.kept))}:
        raise NotFound
    return render_template(
        "review/index.html",
        site=site,
        review=seen,
        sections=_sections(site, seen),
        kept=[(_item(site, seen, one), answer) for one, answer in seen.kept],
        people=people.by_ids(session, {answer.by for _one, answer in seen.kept}),
        form=form or KeepForm(formdata=None),
        asked=asked if any(one.name == asked for one in seen.found) else "",
        **told_with(),
    )


def _sections(site: Site, seen: Reading) -> list[Section]:
    words = method.load("review")
    found = [(gravity, seen.of(gravity)) for gravity in Gravity]
    return [
        Section(
            gravity,
            words.text(f"gravities.{gravity}.label", language()),
            words.text(f"gravities.{gravity}.says", language()),
            tuple(_group(site, seen, rule, ones) for rule, ones in grouped(those)),
            len(those),
        )
        for gravity, those in found
        if those
    ]


def _group(site: Site, seen: Reading, rule: Rule, ones: Sequence[Finding]) -> Group:
    words = method.load("review")
    items = tuple(_item(site, seen, one) for one in ones)
    at_once = SHOWN if len(items) > SHOWN + 1 else len(items)
    return Group(
        rule,
        rule_label(rule),
        words.text(f"rules.{rule}.asks", language()),
        words[f"rules.{rule}.label"].source,
        items[:at_once],
        items[at_once:],
    )


def _item(site: Site, seen: Reading, one: Finding) -> Item:
    name = ""
    if one.arc is not None:
        target = _("the vision") if one.arc.target == VISION else one.arc.target
        name = f"{one.arc.source} → {target}"
    elif len(one.codes) == 1:
        (name,) = one.codes
    texts = tuple(seen.says[code] for code in one.codes if one.arc or len(one.codes) < 3)
    more = bool(one.words.get("seen")) or one.rule in (Rule.HINGE, Rule.HORIZON_BACKWARD)
    return Item(one, name, place(site, one), texts, told(one), more)
