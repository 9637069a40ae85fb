"""Write the next migration from what changed in the tables: `python -m coopspace.migrations.make`.

The file is numbered after the newest one, and must be read before it is committed. The file's
name goes into `.current-head`, and what all of them make into `fresh.sql`.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command

from coopspace.kernel import storage
from coopspace.migrations import fresh
from coopspace.migrations.run import CURRENT_HEAD, configuration, head, migrate
from coopspace.paths import MIGRATIONS


def make(message: str) -> str:
    """Write the next migration; returns its number."""
    number = f"{int(head() or 0) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = storage.open_engine(f"sqlite+pysqlite:///{Path(folder) / 'empty.db'}")
        migrate(engine)
        config = configuration()
        config.attributes["engine"] = engine
        command.revision(config, message=message, rev_id=number, autogenerate=True)
        engine.dispose()
    newest = next((MIGRATIONS / "versions").glob(f"{number}_*.py"))
    CURRENT_HEAD.write_text(newest.stem + "\n")
    fresh.write(migrate)
    return number


if __name__ == "__main__":
    make(" ".join(sys.argv[1:]) or "Change the tables")
