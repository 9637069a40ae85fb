"""What an action of the plan may say."""

from datetime import date

import pytest

from coopspace.kernel.refusal import Refusal
from coopspace.plan.rules import (
    PARTNERS_MAX,
    TITLE_MAX,
    Described,
    Effort,
    Kind,
    State,
    moved,
    read,
    stored,
    whole,
)

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)
FULL = Described(
    "Tenir une permanence",
    Kind.EXPERIMENT,
    State.STOPPED,
    why="Personne ne venait.",
    pilot="abc",
    partners=("def", "ghi"),
    others="Les voisines",
    starts=SPRING,
    ends=SUMMER,
    effort=Effort.LIGHT,
    resources="Une salle",
    learnt="Venir à deux",
)


def test_only_its_first_line_is_needed():
    assert whole(Described("  Tenir une\n permanence ")) == Described("Tenir une permanence")


@pytest.mark.parametrize(
    "said, field",
    [
        (Described(" "), "title"),
        (Described("x" * (TITLE_MAX + 1)), "title"),
        (Described("x", pilot="abc", pilot_name="La mairie"), "pilot_name"),
        (Described("x", starts=SUMMER, ends=SPRING), "ends"),
        (Described("x", state=State.STOPPED, why=" "), "why"),
        (Described("x", partners=tuple(map(str, range(PARTNERS_MAX + 1)))), "partners"),
        (Described("x", learnt="y" * 2_001), "learnt"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(said: Described, field: str):
    with pytest.raises(Refusal) as refused:
        whole(said)
    assert refused.value.field == field


def test_a_day_is_enough_for_an_action_of_one_day():
    assert whole(Described("x", starts=SPRING, ends=SPRING)).ends == SPRING


def test_who_pilots_is_not_a_partner_too():
    said = whole(Described("x", pilot="abc", partners=("def", "abc", "def")))
    assert said.partners == ("def",)


def test_what_is_stored_is_read_the_same():
    assert read(stored(FULL)) == FULL
    assert read({**stored(FULL), "later": "version"}) == FULL
    assert read({"title": "x"}) == Described("x")


def test_what_moved_is_named_in_the_order_of_the_fields():
    after = read({**stored(FULL), "state": "done", "title": "Autre", "why": ""})
    assert moved(FULL, after) == ("title", "state", "why")
    assert moved(FULL, FULL) == ()
