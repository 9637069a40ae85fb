"""LibreOffice opens our DOCX and ODT as they are: `python -m tests.office.opened [FILE…]`.

Each is converted without a window. A file that asked for a repair would not be converted, and
every word of the document must stand on the pages that come out, in order.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from coopspace.exports import opentext, word
from tests.exports.deeds import draft, long, of_document, ordered, rich, version

SAMPLES = {"hostile": version(rich()), "draft": draft(rich()), "fifteen-pages": version(long())}
WRITERS = {"docx": word.written, "odt": opentext.odt}
SECONDS = 120


def shown(file: Path, folder: Path) -> list[str]:
    """The words of the pages that LibreOffice lays out. Raises RuntimeError if it does not."""
    program = (
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(folder / "out"),
        str(file),
    )
    told = subprocess.run(program, capture_output=True, text=True, timeout=SECONDS, check=False)
    text = folder / "out" / f"{file.stem}.txt"
    if told.returncode or not text.exists() or "Error" in told.stderr:
        raise RuntimeError(f"{file.name}: LibreOffice did not open it: {told.stdout}{told.stderr}")
    words = ordered([text.read_text("utf-8-sig")])
    text.unlink()
    return words


def main() -> int:
    """Every sample in every format; 1 if one of them is not shown whole."""
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sample, made in SAMPLES.items():
            wanted = of_document(made.to_change())
            for suffix, write in WRITERS.items():
                file = folder / f"{sample}.{suffix}"
                file.write_bytes(write(made))
                found = shown(file, folder)
                same = found == wanted
                faults += not same
                sys.stdout.write(
                    f"{file.name}: {len(found)} words, {'all' if same else 'NOT'} as written\n"
                )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
