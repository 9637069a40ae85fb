"""What was said of a change, and how strong a link was: kept from now on, day by day.

What stands today is known since it was last said; before, nobody kept it.
"""

import uuid
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    said = op.create_table('change_saying',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('nature', sa.String(length=20), nullable=False),
    sa.Column('effect', sa.String(length=24), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('systems', sa.String(length=60), nullable=False),
    sa.Column('horizon', sa.String(length=10), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("effect IN ('intended', 'unintended_positive', 'negative')", name=op.f('ck_change_saying_known_effect')),
    sa.CheckConstraint("nature IN ('knowledge', 'practice', 'behaviour', 'culture')", name=op.f('ck_change_saying_known_nature')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_change_saying_by')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_change_saying_change_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_change_saying_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_saying')),
    sa.UniqueConstraint('change_id', 'number', name=op.f('uq_change_saying_change_id_number'))
    )
    with op.batch_alter_table('change_saying', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_saying_change_id'), ['change_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_saying_site_id'), ['site_id'], unique=False)

    strong = op.create_table('link_strength',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('strength', sa.SmallInteger(), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('strength BETWEEN 1 AND 3', name=op.f('ck_link_strength_known_strength')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_link_strength_by')),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_link_strength_link_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_link_strength_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_strength')),
    sa.UniqueConstraint('link_id', 'number', name=op.f('uq_link_strength_link_id_number'))
    )
    with op.batch_alter_table('link_strength', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_strength_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_strength_site_id'), ['site_id'], unique=False)

    _first(said, 'change', ('nature', 'effect', 'who', 'systems', 'horizon'))
    _first(strong, 'link', ('strength',))


def _first(kept: sa.Table, of: str, said: Iterable[str]) -> None:
    """What stands is the first thing known, since the day on which it was last said."""
    names = (f'{of}_id', 'site_id', 'at', 'by', *said)
    known = {name: kept.c[name].type for name in names}
    rows = sa.table(of, *(
        sa.column(column, known[name]) for column, name in zip(_of(said), names, strict=True)
    ))
    found = op.get_bind().execute(sa.select(*(rows.c[column] for column in _of(said)))).all()
    first = [
        {'id': uuid.uuid4(), 'number': 1, **dict(zip(names, row, strict=True))} for row in found
    ]
    if first:
        op.bulk_insert(kept, first)


def _of(said: Iterable[str]) -> tuple[str, ...]:
    return ('id', 'site_id', 'changed_at', 'changed_by', *said)


def downgrade() -> None:
    op.drop_table('link_strength')
    op.drop_table('change_saying')
