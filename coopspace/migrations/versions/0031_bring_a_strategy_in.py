"""Tables of a strategy that were brought in."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('strategy_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('format', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.Column('links', sa.Integer(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('done_at', Moment(), nullable=True),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('undone_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(undone_at IS NULL) = (undone_by IS NULL)', name=op.f('ck_strategy_import_undone_by_somebody')),
    sa.CheckConstraint('undone_at IS NULL OR done_at IS NOT NULL', name=op.f('ck_strategy_import_done_before_undone')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_strategy_import_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_strategy_import_site_id')),
    sa.ForeignKeyConstraint(['undone_by'], ['user.id'], name=op.f('fk_strategy_import_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategy_import')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_strategy_import_site_id_number'))
    )
    with op.batch_alter_table('strategy_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategy_import_site_id'), ['site_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('strategy_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_strategy_import_site_id'))

    op.drop_table('strategy_import')
