"""Several people in the same words: all kept, everybody undisturbed."""

from coopspace.live.merging import clean
from tests.browser.live.conftest import Enter
from tests.browser.live.house import STATEMENT, House, Subject, eventually
from tests.browser.live.network import Network
from tests.ledger import count

TIMES = 60


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


def test_the_caret_the_selection_and_the_scroll_stay_while_others_write(enter: Enter, house: House):
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


AT_RANDOM = """async (times) => {
  const field = document.querySelector("[name=statement]");
  const any = (list) => list[Math.floor(Math.random() * list.length)];
  const words = ["a", "é", "ù ", "👩🏽‍🌾", "\\n", "mot ", "🇫🇷", "e\\u0301", "deux mots ", "…"];
  const edge = (at) => {
    const unit = field.value.charCodeAt(at);
    return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
  };
  field.focus();
  for (let time = 0; time < times; time++) {
    const from = edge(Math.floor(Math.random() * (field.value.length + 1)));
    const to = edge(Math.min(field.value.length, from + Math.floor(Math.random() * 4)));
    const what = Math.random();
    if (what < 0.1) {
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true }));
    } else {
      field.setSelectionRange(from, what < 0.7 ? from : to);
      document.execCommand(what < 0.85 ? "insertText" : "delete", false, any(words));
    }
    await new Promise((go) => setTimeout(go, Math.random() * 12));
  }
}"""


def test_whatever_is_typed_undone_and_cut_the_texts_stay_the_same(
    house: House, enter: Enter, subject: Subject, way: Network
):
    nadege = enter("state", subject.edit, by=way).ready()
    malik, aissata = (enter(who, subject.edit).ready() for who in ("authority", "civil"))
    writers = (nadege, malik, aissata)
    for cut in (False, True, False):
        for one in writers:
            one.page.evaluate(f"(times) => {{ window.typing = ({AT_RANDOM})(times); }}", TIMES)
        if cut:
            way.cut()
        for one in writers:
            one.page.evaluate("window.typing")
        way.mend()
        for one in writers:
            one.saved()
    eventually(lambda: len({one.words() for one in writers}) == 1)
    text = nadege.words()
    assert not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)
    eventually(lambda: house.words(subject.statement_id) == clean(text))
    count("keys at random in browsers", 3 * 3 * TIMES)
