"""Answers to the reading of the chain."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('review_answer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.String(length=20), nullable=False),
    sa.Column('about', sa.String(length=80), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('ended_by', sa.Uuid(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("why <> ''", name=op.f('ck_review_answer_says_why')),
    sa.CheckConstraint('(until IS NULL) = (ended_by IS NULL)', name=op.f('ck_review_answer_ended_by_somebody')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_review_answer_by')),
    sa.ForeignKeyConstraint(['ended_by'], ['user.id'], name=op.f('fk_review_answer_ended_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_review_answer_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_answer'))
    )
    with op.batch_alter_table('review_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_answer_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_review_answer_now', ['site_id', 'rule', 'about'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))


def downgrade() -> None:
    with op.batch_alter_table('review_answer', schema=None) as batch_op:
        batch_op.drop_index('uq_review_answer_now', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index(batch_op.f('ix_review_answer_site_id'))

    op.drop_table('review_answer')
