"""Alembic's entry: the engine is handed over by `run`, the tables come from `coopspace.tables`."""

from typing import Any, Literal

from alembic import context

from coopspace.kernel.base import Moment
from coopspace.kernel.saving import WRITES
from coopspace.tables import metadata


def _moment(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our moment type by its name."""
    return "Moment()" if kind == "type" and isinstance(item, Moment) else False


engine = context.config.attributes["engine"]
with engine.connect().execution_options(**{WRITES: True}) as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=_moment,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
