"""The year of a programme: totals, and of each site only what it shares."""

import io

import openpyxl
import pytest

from coopspace.calendar import attending
from coopspace.calendar.held import event_of
from coopspace.compare.rules import Item
from coopspace.continuum.rules import Outcome
from coopspace.kernel import clock
from coopspace.kernel.base import in_site
from coopspace.kernel.saving import saving
from tests.agreement.signed import put, sign
from tests.calendar.acts import training
from tests.compare.acts import a_round, share, take_back
from tests.continuum.acts import in_english
from tests.exports.deeds import of_docx, of_odt, of_pdf
from tests.visitor import text_of
from tests.yearly.acts import PROGRAMME, a_year, at_the_end, on

pytestmark = pytest.mark.engines("sqlite")  # what is read is proved on both engines
SECRET = "Zqsecret des Trois-Ponts"


@pytest.fixture
def told(session, world):
    """A full year at one site; a round at the other, which shares what it concluded."""
    a_year(session, world)
    with clock.at(on(6, 1)):
        put(session, world)
        for who in ("state", "authority", "civil"):
            sign(session, world, who)
    a_round(
        session,
        world,
        world.site,
        [6] * 5,
        at=on(11, 5),
        concluded=(Outcome.RIGHT, 6),
        words=SECRET,
    )
    other = world.other_site
    a_round(
        session,
        world,
        other,
        [4] * 5,
        at=on(4, 2),
        concluded=(Outcome.RIGHT, 4),
        words="Zqmots",
        advances="Un annuaire à trois.",
    )
    share(session, world, other, Item.CONCLUSION)
    return world


def page(visitor, world) -> str:
    with at_the_end():
        return text_of(in_english(visitor.sign_in(world.lead)).get(PROGRAMME).text).replace(
            "\u00a0", " "
        )


def test_a_lead_reads_totals_and_what_sites_share(visitor, told):
    said = page(visitor, told)
    assert "4 h 20 given to the seven roles, at 1 site of 2." in said
    assert "1 round of the continuum concluded, over the 1 site that shares it." in said
    assert "La Carrière" in said
    for kept in (
        SECRET,
        "Trois-Ponts",
        "Zqmots",
        "annuaire",
        "CAF",
        "agreement signed",
        "advances,",
    ):
        assert kept not in said, kept


def test_what_is_shared_later_appears_and_what_is_taken_back_leaves(visitor, session, told):
    share(session, told, told.site, Item.AGREEMENT, Item.CONCLUSION, Item.ADVANCES)
    said = page(visitor, told)
    assert "1 agreement signed, over the 1 site that shares it." in said
    assert "4 rounds of the continuum concluded, over the 2 sites that share it." in said
    assert said.index("La Carrière") < said.index("Quartier des Trois-Ponts")
    take_back(session, told, told.site, Item.AGREEMENT, Item.CONCLUSION, Item.ADVANCES)
    assert "Trois-Ponts" not in page(visitor, told)


def test_training_is_summed_over_sites_and_a_person_counts_once(visitor, session, told):
    with clock.at(on(5, 20)):
        number = training(session, told)
        for site, who in ((told.site, told.state), (told.other_site, told.other_state)):
            with in_site(session, site.id), saving(session):
                event = event_of(session, told.programme, number)
                attending.write_attendance(session, site, event, came=[who.id], by=told.lead)
    said = page(visitor, told)
    assert "2 half-days of training held." in said
    assert "2 people attended, 4 half-days in all." in said


@pytest.mark.parametrize(
    "name", ("state", "facilitator", "observer", "contributor", "other_state", "admin")
)
def test_only_its_lead_tells_the_year_of_a_programme(visitor, told, name):
    with at_the_end():
        visitor.sign_in(getattr(told, name))
        assert "ilot" in text_of(visitor.get(PROGRAMME, status=403).text)
        visitor.get(f"{PROGRAMME}.pdf", status=403)
        visitor.get(f"{PROGRAMME}.xlsx", status=403)


def test_strangers_learn_nothing(visitor, told):
    visitor.get(PROGRAMME, status=303)
    visitor.sign_in(told.stranger).get(PROGRAMME, status=404)


def test_a_programme_without_anything_is_told_too(visitor, world):
    in_english(visitor.sign_in(world.lead))
    assert "Nothing is logged for this year." in visitor.get(PROGRAMME).text
    assert visitor.get(f"{PROGRAMME}.pdf").data
    visitor.get(f"{PROGRAMME}?annee=1999", status=404)


def test_the_files_say_the_same_and_nothing_that_is_not_shared(visitor, told):
    with at_the_end():
        in_english(visitor.sign_in(told.lead))
        said = of_docx(visitor.get(f"{PROGRAMME}.docx").data)
        assert of_odt(visitor.get(f"{PROGRAMME}.odt").data) == said
        paper = "".join(of_pdf(visitor.get(f"{PROGRAMME}.pdf").data))
        book = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{PROGRAMME}.xlsx").data))
    again = "RoleEntriesTime"  # a table repeats its headings where a page begins
    assert paper.replace(again, "") == "".join(said).replace(again, "")
    cells = [f"{one}" for tab in book for row in tab.iter_rows(values_only=True) for one in row]
    for kept in (SECRET, "Trois-Ponts", "Zqmots", "annuaire", "CAF", "Vasseur"):
        assert kept not in " ".join(said)
        assert not any(kept in one for one in cells), kept
    assert "La Carrière" in cells
