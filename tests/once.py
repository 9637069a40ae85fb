"""What one worker makes for all of them: made once a run, by whoever asks for it first."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.postgres import RUN


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` filled, in this worker or another; those who ask meanwhile wait."""
    run = Path(os.environ[RUN])
    made = run / name
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = run / f"{name}.making"
            shutil.rmtree(making, ignore_errors=True)  # whoever asked before may have failed
            making.mkdir()
            make(making)
            making.rename(made)
    return made
