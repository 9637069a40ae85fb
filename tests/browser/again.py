"""A demonstration played before, served again: `python -m tests.browser.again FOLDER PORT`.

As `coopspace serve --demo` serves it, without the seconds that playing it takes.
"""

import sys
from pathlib import Path

from coopspace import logs, memory, serving
from coopspace.app import create_app
from coopspace.config import from_environment, prepare


def main(folder: Path, port: int) -> None:
    """Serve what was played in this folder until told to stop."""
    memory.give_back_large_blocks()
    settings = prepare(from_environment(data=folder, demo=True))
    logs.start(settings.log_level)
    serving.run(create_app(settings), "all", host="127.0.0.1", port=port)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
