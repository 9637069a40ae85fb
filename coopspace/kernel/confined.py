"""Has a module read files of strangers, in a process that may neither grow nor last."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

ROOT = Path(__file__).parents[2]
SECONDS = 20
MOST_TOLD = 64 * 1024 * 1024
_RUN = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); sys.modules['numpy'] = None; "
    "runpy.run_module(sys.argv[2], run_name='__main__')"
)
"""What reads workbooks takes numpy along where it stands: half of the time to begin, for nothing
that a file of ours holds."""
_ONCE = BoundedSemaphore(2)


def ask(reader: str, kind: str, files: list[bytes]) -> dict[str, Any]:
    """What the module named `reader` (see `unpacking.answer`) tells of these files; `unreadable`
    says why it tells nothing. Nothing that a file contains can do more than that."""
    sent = b"%s\n%s" % (b" ".join(b"%d" % len(one) for one in files), b"".join(files))
    with _ONCE:
        try:
            done = subprocess.run(  # noqa: S603 – our own module, run by our own interpreter
                [sys.executable, "-I", "-c", _RUN, str(ROOT), reader, kind],
                input=sent,
                capture_output=True,
                timeout=SECONDS,
                check=True,
                env={"PYTHONHASHSEED": "0"},
            )
        except (subprocess.SubprocessError, OSError):
            return {"unreadable": "bomb"}
    if len(done.stdout) > MOST_TOLD:
        return {"unreadable": "bomb"}
    told: dict[str, Any] = json.loads(done.stdout)
    return told
