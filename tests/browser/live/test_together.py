"""Several people in the same words: all kept, everybody undisturbed."""

from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually


def test_two_people_type_in_the_same_sentence_and_read_the_same(
    house: House, enter: Enter, subject: Subject
):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    malik.at(len(STATEMENT) - 1)
    nadege.at(0).type("À Valmorel, ")
    malik.type(" 👩🏽‍🌾 dès juin")
    final = f"À Valmorel, {STATEMENT[:-1]} 👩🏽‍🌾 dès juin."
    nadege.reads(final).saved()
    malik.reads(final).saved()
    assert house.words(subject.statement_id) == final


def test_the_caret_the_selection_and_the_scroll_stay_while_others_write(
    enter: Enter, house: House
):
    subject = house.subject(description="\n".join(f"ligne {n}" for n in range(60)))
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    words = malik.words("description")
    start = words.index("ligne 40")
    malik.at(start, start + 8, "description")
    top = malik.field("description").evaluate("(field) => field.scrollTop")
    nadege.at(len(nadege.words("description")), name="description").type(" fin")
    malik.reads(f"{words} fin", "description")
    assert malik.selection("description") == (start, start + 8)
    assert malik.field("description").evaluate("(field) => field.scrollTop") == top
    nadege.at(0, name="description").type("début ")
    malik.reads(f"début {words} fin", "description")
    assert malik.selection("description") == (start + 6, start + 14)
    eventually(lambda: house.words(subject.description_id) == f"début {words} fin")


def test_undo_takes_back_only_my_own_words(enter: Enter, subject: Subject):
    nadege, malik = (enter(who, subject.edit).ready() for who in ("state", "authority"))
    nadege.at(0).type("Ici ")
    malik.reads(f"Ici {STATEMENT}")
    malik.at(len(STATEMENT) + 4).type(" Et là.")
    nadege.reads(f"Ici {STATEMENT} Et là.")
    nadege.press("Control+z")
    malik.reads(f"{STATEMENT} Et là.")
    nadege.press("Control+z").reads(f"{STATEMENT} Et là.")
    nadege.press("Control+Shift+z")
    malik.reads(f"Ici {STATEMENT} Et là.")
