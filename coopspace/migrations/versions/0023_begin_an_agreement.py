"""Begin an agreement from a text that stands elsewhere."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement_start',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('done_at', Moment(), nullable=True),
    sa.Column('undone_by', sa.Uuid(), nullable=True),
    sa.Column('undone_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("origin IN ('site', 'file')", name=op.f('ck_agreement_start_known_origin')),
    sa.CheckConstraint('(undone_at IS NULL) = (undone_by IS NULL)', name=op.f('ck_agreement_start_undone_by_somebody')),
    sa.CheckConstraint('undone_at IS NULL OR done_at IS NOT NULL', name=op.f('ck_agreement_start_done_before_undone')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_agreement_start_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_agreement_start_site_id')),
    sa.ForeignKeyConstraint(['undone_by'], ['user.id'], name=op.f('fk_agreement_start_undone_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_start')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_agreement_start_site_id_number'))
    )
    with op.batch_alter_table('agreement_start', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_start_site_id'), ['site_id'], unique=False)

    op.create_table('agreement_started',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('start_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('about', sa.String(length=60), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('before', sa.Integer(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_agreement_started_site_id')),
    sa.ForeignKeyConstraint(['start_id'], ['agreement_start.id'], name=op.f('fk_agreement_started_start_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_started')),
    sa.UniqueConstraint('start_id', 'kind', 'about', name=op.f('uq_agreement_started_start_id_kind_about'))
    )
    with op.batch_alter_table('agreement_started', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_started_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_started_start_id'), ['start_id'], unique=False)


def downgrade() -> None:
    op.drop_table('agreement_started')
    op.drop_table('agreement_start')
