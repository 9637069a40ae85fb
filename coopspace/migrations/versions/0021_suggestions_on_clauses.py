"""Suggestions on the clauses of the agreement."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement_suggestion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('base', sa.JSON(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_agreement_suggestion_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_agreement_suggestion_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_suggestion')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_agreement_suggestion_site_id_number'))
    )
    with op.batch_alter_table('agreement_suggestion', schema=None) as batch_op:
        batch_op.create_index('ix_agreement_suggestion_clause', ['site_id', 'code'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_suggestion_site_id'), ['site_id'], unique=False)

    op.create_table('agreement_suggestion_end',
    sa.Column('suggestion_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('wording', sa.Integer(), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("state IN ('accepted', 'refused', 'withdrawn')", name=op.f('ck_agreement_suggestion_end_known_state')),
    sa.CheckConstraint("state <> 'refused' OR reason <> ''", name=op.f('ck_agreement_suggestion_end_refuses_with_a_reason')),
    sa.CheckConstraint("(state = 'accepted') = (wording IS NOT NULL)", name=op.f('ck_agreement_suggestion_end_accepts_words')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_agreement_suggestion_end_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_agreement_suggestion_end_site_id')),
    sa.ForeignKeyConstraint(['suggestion_id'], ['agreement_suggestion.id'], name=op.f('fk_agreement_suggestion_end_suggestion_id')),
    sa.PrimaryKeyConstraint('suggestion_id', name=op.f('pk_agreement_suggestion_end'))
    )
    with op.batch_alter_table('agreement_suggestion_end', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_suggestion_end_site_id'), ['site_id'], unique=False)


def downgrade() -> None:
    op.drop_table('agreement_suggestion_end')
    op.drop_table('agreement_suggestion')
