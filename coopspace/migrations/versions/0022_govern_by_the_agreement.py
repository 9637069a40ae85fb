"""Govern by the agreement."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement_naming',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('holder', sa.String(length=60), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('one_id', sa.Uuid(), nullable=True),
    sa.Column('other_id', sa.Uuid(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('until_by', sa.Uuid(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(change_id IS NULL) = (one_id IS NOT NULL)', name=op.f('ck_agreement_naming_names_one_thing')),
    sa.CheckConstraint('(one_id IS NULL) = (other_id IS NULL)', name=op.f('ck_agreement_naming_relations_have_two_ends')),
    sa.CheckConstraint('(until IS NULL) = (until_by IS NULL)', name=op.f('ck_agreement_naming_ended_by_somebody')),
    sa.CheckConstraint('one_id IS NULL OR one_id < other_id', name=op.f('ck_agreement_naming_relations_have_no_side')),
    sa.CheckConstraint('until IS NULL OR until >= at', name=op.f('ck_agreement_naming_ends_after')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_agreement_naming_by')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_agreement_naming_change_id')),
    sa.ForeignKeyConstraint(['one_id'], ['stakeholder.id'], name=op.f('fk_agreement_naming_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['stakeholder.id'], name=op.f('fk_agreement_naming_other_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_agreement_naming_site_id')),
    sa.ForeignKeyConstraint(['until_by'], ['user.id'], name=op.f('fk_agreement_naming_until_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement_naming'))
    )
    with op.batch_alter_table('agreement_naming', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agreement_naming_change_id'), ['change_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_naming_one_id'), ['one_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_naming_other_id'), ['other_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agreement_naming_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_agreement_naming_change', ['site_id', 'holder', 'change_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.create_index('uq_agreement_naming_relation', ['site_id', 'holder', 'one_id', 'other_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('agreement_naming', schema=None) as batch_op:
        batch_op.drop_index('uq_agreement_naming_relation', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index('uq_agreement_naming_change', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index(batch_op.f('ix_agreement_naming_site_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_naming_other_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_naming_one_id'))
        batch_op.drop_index(batch_op.f('ix_agreement_naming_change_id'))

    op.drop_table('agreement_naming')
