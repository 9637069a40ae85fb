"""The narrative of the strategy."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('narrative',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('opened_by', sa.Uuid(), nullable=False),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('assembled_number', sa.Integer(), nullable=True),
    sa.Column('assembled_digest', sa.String(length=64), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(assembled_number IS NULL) = (assembled_digest IS NULL)', name=op.f('ck_narrative_assembled_whole')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_narrative_document_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['user.id'], name=op.f('fk_narrative_opened_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_narrative_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_narrative')),
    sa.UniqueConstraint('document_id', name=op.f('uq_narrative_document_id')),
    sa.UniqueConstraint('site_id', name=op.f('uq_narrative_site_id'))
    )
    with op.batch_alter_table('narrative', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_narrative_site_id'), ['site_id'], unique=False)


def downgrade() -> None:
    op.drop_table('narrative')
