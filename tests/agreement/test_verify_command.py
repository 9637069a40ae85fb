"""`coopspace agreement verify`: from a file alone, from a file and a house, of the whole house."""

from datetime import date

import pytest
from click.testing import CliRunner

from coopspace.agreement import putting, versions
from coopspace.agreement.content import serialised
from coopspace.cli import main
from coopspace.exports import deed, opentext
from coopspace.exports import word as word_
from coopspace.kernel.base import in_site
from tests.agreement.acts import acting, word
from tests.agreement.signed import WORDS, proposed, put, sign
from tests.agreement.test_proof import content


def verify(*arguments: object) -> tuple[int, str]:
    said = CliRunner(env={"COOPSPACE_DATA": None}).invoke(
        main, ["agreement", "verify", *map(str, arguments)]
    )
    return said.exit_code, said.output


@pytest.mark.parametrize("suffix", ["json", "pdf"])
def test_a_file_is_verified_alone(tmp_path, suffix):
    file = tmp_path / f"entente.{suffix}"
    file.write_bytes(deed.pdf(content(), WORDS) if suffix == "pdf" else content())
    code, said = verify(file)
    assert code == 0
    assert versions.digest_of(content()) in said
    assert versions.digest_of(file.read_bytes()) in said
    assert "Nadège" in said
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("write", [word_.written, opentext.odt], ids=("docx", "odt"))
def test_a_copy_is_told_from_a_proof(tmp_path, write):
    file = tmp_path / "entente.bin"
    file.write_bytes(write(deed.version(content(), WORDS)))
    code, said = verify(file)
    assert code == 0
    assert f"/verifier/{versions.digest_of(content())}" in said
    assert "only the PDF and the JSON" in said


@pytest.mark.engines("sqlite")
def test_a_copy_of_a_signed_version_proves_nothing(tmp_path, session, world, settings):
    version = put(session, world)
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    with in_site(session, world.site.id):
        data = versions.content_of(session, version)
    file = tmp_path / "entente.docx"
    file.write_bytes(word_.written(deed.version(data, WORDS)))
    code, said = verify(file, "--data", settings.data)
    assert code == 1
    assert "known here: it was signed by all" in said
    assert "The copy proves nothing" in said


def test_a_draft_is_no_version(tmp_path):
    file = tmp_path / "entente.json"
    agreement = versions.draft_envelope({}, on=date(2026, 3, 17))
    file.write_bytes(serialised(agreement))
    code, said = verify(file)
    assert code == 1
    assert "nobody has signed it" in said


def test_what_was_altered_is_refused(tmp_path):
    file = tmp_path / "entente.json"
    file.write_bytes(content() + b" ")
    code, said = verify(file)
    assert code == 1
    assert "canonical" in said


@pytest.mark.engines("sqlite")  # what the command says, not how it is stored
def test_a_house_says_what_it_knows_of_a_file(tmp_path, session, world, settings):
    version = put(session, world)
    with in_site(session, world.site.id):
        data = versions.content_of(session, version)
    file = tmp_path / "entente.json"
    file.write_bytes(data)
    code, said = verify(file, "--data", settings.data)
    assert code == 1
    assert "being signed" in said
    for who in ("state", "authority", "civil"):
        sign(session, world, who)
    code, said = verify(file, "--data", settings.data)
    assert (code, "3 signatures out of 3" in said) == (0, True)
    code, said = verify("--data", settings.data)
    assert (code, "1 versions and 3 signatures" in said) == (0, True)
    other = tmp_path / "autre.json"
    other.write_bytes(content())
    code, said = verify(other, "--data", settings.data)
    assert (code, "No version put to signature here" in said) == (1, True)


@pytest.mark.engines("sqlite")
def test_a_pdf_whose_pages_were_changed_is_noticed(tmp_path, session, world, settings):
    word(session, world, "power-who", "Nous décidons.")
    with in_site(session, world.site.id):
        frozen = proposed(session, world.site)
    made = deed.pdf(frozen.content, WORDS)
    with acting(session, world):
        putting.put(session, world.site, proposed=frozen, pdf=made, by=world.state)
    file = tmp_path / "entente.pdf"
    file.write_bytes(made + b"\n% more pages\n%%EOF")
    code, said = verify(file, "--data", settings.data)
    assert code == 1
    assert "its pages may say something else" in said
