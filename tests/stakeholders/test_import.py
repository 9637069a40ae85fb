"""Files come in: looked at before anything changes, whole, taken back; hostile ones do nothing."""

import io
import re
import resource
import time
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopspace.kernel.base import in_site
from coopspace.kernel.refusal import Refusal
from coopspace.stakeholders import actions, bringing, confined, lines, networks, parsing
from coopspace.stakeholders.confined import Tables
from coopspace.stakeholders.networks import Seen
from coopspace.stakeholders.rules import Ring, Sector
from tests.continuum.acts import in_english
from tests.edition.acts import LEVEL, word
from tests.stakeholders.acts import acting, add, reading, tell, trio
from tests.stakeholders.test_files import told
from tests.visitor import text_of

SITE = "/sites/quartier-des-trois-ponts"
HOME = f"{SITE}/parties-prenantes"
PAGE = f"{HOME}/importer"
OTHER = "/sites/la-carriere/parties-prenantes"
KUMU = (
    "Label,Type,Description,Tags\n"
    "Centre social,Société civile,Accueillir,vie sociale|jeunes\n"
    "Ville de Valmorel,Collectivité,,\n"
    "Rosa,Personne,,\n",
    "From,To,Direction,Type,Level\n"
    "Centre social,Ville de Valmorel,mutual,convention,5\n"
    "Rosa,Centre social,directed,,Coopération\n"
    "Rosa,Ville de Valmorel,directed,,\n"
    "Centre social,Mission locale,directed,,4 - Assistance\n",
)


def send(visitor, *files: tuple[str, bytes], page=PAGE, status=303):
    """Send one file or two."""
    data = {"csrf_token": visitor.token(page)}
    data["file"] = (io.BytesIO(files[0][1]), files[0][0])
    if len(files) > 1:
        data["other"] = (io.BytesIO(files[1][1]), files[1][0])
    answer = visitor.client.post(page, data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.text[:2000]
    return answer


def confirm(visitor, address: str):
    """Do what the page of a draft shows."""
    page = visitor.get(address).text
    form = page[page.index("/faire") :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    fields.pop("csrf_token", None)
    return visitor.post(f"{address.split('?')[0]}/faire", page=address, **fields)


def test_a_kumu_file_is_looked_at_then_brought_in(visitor, session, world):
    in_english(visitor.sign_in(world.contributor))
    answer = send(visitor, *((f"{n}.csv", text.encode()) for n, text in enumerate(KUMU)))
    page = visitor.get(answer.location).text
    assert "2 lines are left out" in page
    assert "line 3" in page
    with reading(session, world) as now:
        assert now.organisations == ()
    page = visitor.get(f"{answer.location}?niveau=3").text
    assert "1 line is left out" in page
    confirm(visitor, f"{answer.location}?niveau=3")
    with reading(session, world) as now:
        names = {one.ref: one for one in now.organisations}
        said = {one.name: (one.said.kind.value, one.said.sector.value) for one in names.values()}
        assert said == {
            "Centre social": ("organisation", "civil"),
            "Ville de Valmorel": ("organisation", "authority"),
            "Rosa": ("person", "other"),
            "Mission locale": ("organisation", "other"),
        }
        levels = {
            (names[one.source].name, names[one.target].name): one.level for one in now.relations
        }
        assert levels == {
            ("Centre social", "Ville de Valmorel"): 5,
            ("Ville de Valmorel", "Centre social"): 5,
            ("Rosa", "Ville de Valmorel"): 3,
            ("Centre social", "Mission locale"): 4,
        }
        [centre] = [one for one in names.values() if one.name == "Centre social"]
        assert centre.said.tags == ("vie sociale", "jeunes")


def test_a_word_that_means_nothing_here_takes_nothing_away(visitor, session, world):
    add(session, world, "Ville de Valmorel", Sector.AUTHORITY, ring=Ring.CORE)
    visitor.sign_in(world.facilitator)
    body = "Label,Type,Ring,Description\nVille de Valmorel,Organization,dehors,Mairie\n"
    confirm(visitor, send(visitor, ("elements.csv", body.encode())).location)
    with reading(session, world) as now:
        [one] = now.organisations
        assert (one.said.sector, one.said.ring) == (Sector.AUTHORITY, Ring.CORE)
        assert one.said.mission == "Mairie"


def test_whom_only_a_relation_that_is_left_out_names_does_not_come(visitor, session, world):
    in_english(visitor.sign_in(world.facilitator))
    files = (
        "Label,Influence\nLe Collectif,9\nLa Régie,2\n",
        "From,To,Weight\nLe Collectif,Nulle part,4\nLa Régie,L’école,4\n",
    )
    answer = send(visitor, *((f"{n}.csv", text.encode()) for n, text in enumerate(files)))
    said = text_of(visitor.get(answer.location).text)
    assert "“Le Collectif” is not brought in: only one end would be left." in said
    assert "Influence on the change – Choose one of the steps offered." in said
    confirm(visitor, answer.location)
    with reading(session, world) as now:
        assert {one.name for one in now.organisations} == {"La Régie", "L’école"}


def test_columns_may_be_read_otherwise(visitor, session, world):
    visitor.sign_in(world.state)
    body = "Partenaire;Commentaire;Couleur\nRégie;Emploi;#ff0000\n".encode()
    answer = send(visitor, ("liste.csv", body))
    chosen = f"{answer.location}?e0=name&e1=mission&e2=nowhere"
    confirm(visitor, chosen)
    with reading(session, world) as now:
        [one] = now.organisations
        assert (one.name, one.said.mission) == ("Régie", "Emploi")


def test_an_import_is_taken_back_and_what_was_worked_on_since_stays(visitor, session, world):
    town = add(session, world, "Ville de Valmorel", place="Place de la mairie")
    with reading(session, world) as now:
        before = now
    in_english(visitor.sign_in(world.facilitator))
    body = "Label,Place\nVille de Valmorel,Rue haute\nRégie,\nMission locale,\n".encode()
    answer = send(visitor, ("a.csv", body))
    confirm(visitor, answer.location)
    with reading(session, world) as now:
        refs = {one.name: one.ref for one in now.organisations}
        assert now.by_ref[town].said.place == "Rue haute"
    tell(session, world, refs["Régie"], town, 4)
    number = int(answer.location.rsplit("/", 1)[1])
    visitor.post(f"{PAGE}/{number}/reprendre", page=PAGE)
    with reading(session, world) as now:
        assert {one.name for one in now.organisations} == {"Ville de Valmorel", "Régie"}
        assert now.by_ref[town].said == before.by_ref[town].said
        assert len(now.relations) == 1
    visitor.post(f"{PAGE}/{number}/reprendre", page=PAGE)
    assert "already taken back" in visitor.get(PAGE).text
    send(visitor, ("a.csv", body))


def test_an_untouched_import_leaves_nothing_behind(visitor, session, world):
    trio(session, world)
    with reading(session, world) as now:
        before = now
    visitor.sign_in(world.state)
    answer = send(visitor, *((f"{n}.csv", text.encode()) for n, text in enumerate(KUMU)))
    confirm(visitor, f"{answer.location}?niveau=2")
    visitor.post(f"{answer.location}/reprendre", page=PAGE)
    with reading(session, world) as now:
        assert now.network == before.network
        assert [one.said for one in now.organisations] == [one.said for one in before.organisations]


def comparable(seen: Seen) -> tuple[list[object], list[object]]:
    """Everything that a map says, without when and by whom."""
    return (
        [(one.ref, one.said, one.x, one.y) for one in seen.organisations],
        [(one.source, one.target, one.said) for one in seen.relations],
    )


@pytest.mark.parametrize("suffix", ["json", "graphml", "gexf", "xlsx", "csv"])
def test_a_round_trip_loses_nothing(visitor, session, world, suffix):
    one, _other = told(session, world)
    with acting(session, world):
        actions.keep_places(session, {one: (12.5, -3.0)})
    with reading(session, world) as now:
        left = comparable(now)
    visitor.sign_in(world.state)
    names = (
        ["export.csv", "export.csv?table=relations"] if suffix == "csv" else [f"export.{suffix}"]
    )
    files = [(f"a.{suffix}", visitor.get(f"{HOME}/{name}").data) for name in names]
    answer = send(visitor, *files)
    assert "/faire" in visitor.get(answer.location).text
    with reading(session, world) as now:
        again = planned(now, files, suffix)
        assert again.count(bringing.Fate.SAME) == (2, 2)
        assert again.faults == ()
    visitor.sign_in(world.other_state)
    answer = send(visitor, *files, page=f"{OTHER}/importer")
    confirm(visitor, answer.location)
    session.rollback()
    with in_site(session, world.other_site.id):
        assert comparable(networks.seen(session)) == left


def test_a_level_is_read_by_our_name_and_by_the_programmes(visitor, session, world):
    word(session, world.programme, LEVEL, "Coup de main", "Helping hand", by=world.lead)
    visitor.sign_in(world.state)
    lines = (
        "From,To,Direction,Level\n"
        "Mairie,Rosa,directed,Assistance\nRosa,Mairie,directed,Coup de main\n"
    )
    elements = "Label,Type\nMairie,Organisation\nRosa,Personne\n"
    files = (("elements.csv", elements.encode()), ("lines.csv", lines.encode()))
    confirm(visitor, send(visitor, *files).location)
    with reading(session, world) as now:
        assert [one.level for one in now.relations] == [4, 4]


def planned(now: Seen, files, suffix: str) -> bringing.Plan:
    """What these files would make of this map."""
    tables = confined.read(suffix, [data for _name, data in files])
    wording = lines.Wording(FRENCH, {})
    read = lines.understand(tables, lines.guess(tables), now, wording=wording)
    return bringing.plan(now, read.elements, read.connections)


FRENCH = {
    "state": "state",
    "etat": "state",
    "companies": "business",
    "entreprises": "business",
    "rooms, equipment, staff": "means",
    "locaux, materiel, personnel": "means",
    "decisions prises ensemble": "decision",
    "decisions taken together": "decision",
}


# ------------------------------------------------------------------ hostile files


def packed(**parts: bytes) -> bytes:
    """A ZIP archive of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def workbook(rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]><graphml><graph><node id='&i;'/></graph></graphml>"
)
OUTSIDE = (
    b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml><graph>'
    b"<node id='a'><data key='label'>&x;</data></node></graph></graphml>"
)
HOSTILE = {
    "billion laughs": ("graphml", LAUGHS),
    "billion laughs in gexf": ("gexf", LAUGHS.replace(b"graphml", b"gexf")),
    "external entity": ("graphml", OUTSIDE),
    "external document type": ("gexf", b'<!DOCTYPE g SYSTEM "http://127.0.0.1:9/x.dtd"><gexf/>'),
    "zip bomb": ("xlsx", packed(**{"xl/workbook.xml": b"0" * 60_000_000})),
    "ratio": ("xlsx", packed(**{"xl/workbook.xml": b"0" * 20_000_000})),
    "many entries": ("xlsx", packed(**{f"a{n}.xml": b"x" for n in range(201)})),
    "document type in a sheet": ("xlsx", packed(**{"xl/workbook.xml": OUTSIDE})),
    "not an archive": ("xlsx", b"PK\x03\x04 nothing"),
    "an archive of nothing": ("xlsx", packed(**{"a.xml": b"<a/>"})),
    "far cell": ("xlsx", workbook([["Label"]] + [[f"n{n}"] for n in range(2_100)])),
    "not json": ("json", b'{"elements": ['),
    "deep json": ("json", b'{"elements": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "json of another shape": ("json", b'{"elements": [1, 2]}'),
    "json list": ("json", b"[]"),
    "only headings": ("csv", b"Label,Type\n"),
    "too many lines": ("csv", b"Label\n" + b"".join(b"n%d\n" % n for n in range(2_001))),
    "broken xml": ("graphml", b"<graphml><graph>"),
    "gzip named graphml": ("graphml", b"\x1f\x8b\x08\x00" + b"\x00" * 50),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_an_instruction(name):
    kind, data = HOSTILE[name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refusal) as refused:
        confined.read(kind, [data])
    assert refused.value.field == "file"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_many_nested_elements_end_in_time():
    data = b"<graphml><graph>" + b"<node id='a'>" * 40_000 + b"</node>" * 40_000
    data += b"</graph></graphml>"
    before = time.monotonic()
    with suppress(Refusal):
        assert len(confined.read("graphml", [data]).elements) <= parsing.MOST_ELEMENTS
    assert time.monotonic() - before < confined.SECONDS + 5


def test_a_page_says_what_to_do_about_a_file_that_is_not_read(visitor, world):
    in_english(visitor.sign_in(world.state))
    assert "document type" in send(visitor, ("a.graphml", LAUGHS), status=200).text
    assert "formats" in send(visitor, ("a.exe", b"MZ"), status=200).text
    assert "both are CSV" in send(visitor, ("a.csv", b"a"), ("b.xlsx", b"b"), status=200).text
    assert "Choose a file" in visitor.post(PAGE, status=200).text


def test_nothing_else_of_a_file_is_taken(visitor, session, world):
    body = "Label,Image,Color,Shape,URL\nRégie,http://127.0.0.1:9/x.png,red,image,javascript:x\n"
    visitor.sign_in(world.state)
    answer = send(visitor, ("a.csv", body.encode()))
    confirm(visitor, answer.location)
    page = visitor.get(f"{HOME}/export.json").text
    assert "127.0.0.1" not in page
    assert "javascript" not in page


SAMPLES = {
    "graphml": b"<graphml><key id='d0' for='node' attr.name='label'/><graph edgedefault='directed'>"
    b"<node id='a'><data key='d0'>A</data></node><node id='b'/><edge source='a' target='b'/>"
    b"</graph></graphml>",
    "gexf": b"<gexf><graph defaultedgetype='directed'><nodes><node id='a' label='A'/></nodes>"
    b"<edges><edge source='a' target='b' weight='4'/></edges></graph></gexf>",
    "json": b'{"elements":[{"label":"A"}],"connections":[{"from":"A","to":"B","level":9}]}',
    "csv": KUMU[1].encode(),
}


@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(sorted(SAMPLES)),
    cuts=st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=6)), max_size=6),
)
def test_a_file_that_was_damaged_is_read_or_refused(kind, cuts):
    data = bytearray(SAMPLES[kind])
    for place, what in cuts:
        data[place % len(data) : place % len(data) + 2] = what
    try:
        tables = Tables(**parsing.read(kind, [bytes(data)]))
    except Exception:
        return  # the process that reads says so: see the hostile files
    seen = Seen((), ())
    read = lines.understand(tables, lines.guess(tables), seen, wording=lines.Wording({}, {}))
    bringing.plan(seen, read.elements, read.connections)


@settings(max_examples=250, deadline=None)
@given(
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(("Label", "ID", "Type", "Tags", "X", "Influence")), st.text()
        )
    ),
    ends=st.lists(
        st.dictionaries(st.sampled_from(("From", "To", "Level", "Date", "Trust")), st.text())
    ),
)
def test_whatever_cells_say_a_line_is_planned_or_left_out_with_a_reason(rows, ends):
    tables, seen = Tables(rows, ends), Seen((), ())
    read = lines.understand(
        tables, lines.guess(tables), seen, wording=lines.Wording({}, {}), level=3
    )
    made = bringing.plan(seen, read.elements, read.connections)
    assert len(made.elements) <= len(rows) + 2 * len(ends)
    assert all(str(one.refusal) for one in (*read.faults, *made.faults))
