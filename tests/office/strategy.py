"""LibreOffice opens the files of a strategy as they are: `python -m tests.office.strategy`.

The documents are laid out and every word of them is found, in order. Each table is opened and saved
again in the other format: what our own reader then understands is the strategy that left.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from coopspace.accounts import sessions
from coopspace.app import create_app
from coopspace.changes.written import Written, in_order
from coopspace.config import Settings
from coopspace.kernel import storage
from coopspace.kernel.saving import saving
from coopspace.migrations.run import upgrade
from coopspace.plan.bringing import Whole
from coopspace.plan.written import ActionLine
from tests import world as builders
from tests.benchmarks.strategy_tables import AT, actions, come_in, rows
from tests.changes.brought import looked
from tests.changes.messy import csv_of
from tests.exports.deeds import of_docx, of_odt
from tests.office.opened import SECONDS, shown

DOCUMENTS = {"docx": of_docx, "odt": of_odt}
OTHER = {"xlsx": "ods", "ods": "xlsx"}
HOSTILE = (
    ("x", "ultime", '=HYPERLINK("http://exemple.fr";"ici")', "@nous", "vision", "2040-06"),
    ("y", "direct", 'Œuvre «\u00a0à part\u00a0»; "deux"\tmots & <trois> 🎉', "-1", "x", "2030"),
)


def files() -> dict[str, bytes]:
    """A strategy of forty changes, two of them hostile, and twelve actions, in every format."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), secret_key="x" * 40)
        upgrade(settings)
        with Session(storage.open_engine(settings.database)) as session:
            world = builders.build(session)
            with saving(session):
                token = sessions.start(session, world.state)
        app = create_app(settings)
        client = app.test_client()
        client.set_cookie(app.config["COOKIE"], token)
        come_in(client, "csv", csv_of(*rows(38, 50), *HOSTILE, (), *actions(12, 30)))
        wanted = (*DOCUMENTS, *OTHER)
        return {suffix: client.get(f"{AT}/export.{suffix}").get_data() for suffix in wanted}


def saved_again(file: Path, suffix: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it in another format. Raises RuntimeError if it does not."""
    program = (
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(folder / "out"),
        str(file),
    )
    told = subprocess.run(program, capture_output=True, text=True, timeout=SECONDS, check=False)
    made = folder / "out" / f"{file.stem}.{suffix}"
    if told.returncode or not made.exists() or "Error" in told.stderr:
        raise RuntimeError(f"{file.name}: LibreOffice did not open it: {told.stdout}{told.stderr}")
    return made.read_bytes()


def _whole(found: Whole) -> tuple[Written, list[ActionLine]]:
    if found.faults:
        raise RuntimeError(str(found.faults[0].refusal))
    changes, links = found.strategy.changes, found.strategy.links
    strategy = in_order([one.said for one in changes], [one.said for one in links])
    return strategy, [one.said for one in found.plan.actions]


def main() -> int:
    """Every format; 1 if one of them does not come out as it went in."""
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for suffix, made in files().items():
            file = folder / f"strategie.{suffix}"
            file.write_bytes(made)
            if suffix in DOCUMENTS:
                same = shown(file, folder) == DOCUMENTS[suffix](made)
            else:
                again = looked(OTHER[suffix], saved_again(file, OTHER[suffix], folder))
                same = _whole(again) == _whole(looked(suffix, made))
            faults += not same
            sys.stdout.write(f"{file.name}: {'all' if same else 'NOT'} as written\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
