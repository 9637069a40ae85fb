"""Log of accompaniment."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('accompaniment_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('mark', sa.Uuid(), nullable=False),
    sa.Column('author', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['author'], ['user.id'], name=op.f('fk_accompaniment_entry_author')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_accompaniment_entry_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accompaniment_entry')),
    sa.UniqueConstraint('site_id', 'author', 'mark', name=op.f('uq_accompaniment_entry_site_id_author_mark')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_accompaniment_entry_site_id_number'))
    )
    with op.batch_alter_table('accompaniment_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accompaniment_entry_author'), ['author'], unique=False)
        batch_op.create_index(batch_op.f('ix_accompaniment_entry_site_id'), ['site_id'], unique=False)

    op.create_table('accompaniment_telling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('moved', sa.Text(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=True),
    sa.Column('one_id', sa.Uuid(), nullable=True),
    sa.Column('other_id', sa.Uuid(), nullable=True),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_accompaniment_telling_lasts_a_day_at_most')),
    sa.CheckConstraint('change_id IS NULL OR one_id IS NULL', name=op.f('ck_accompaniment_telling_concerns_one_thing')),
    sa.CheckConstraint('(one_id IS NULL) = (other_id IS NULL)', name=op.f('ck_accompaniment_telling_relations_have_two_ends')),
    sa.CheckConstraint("NOT withdrawn OR why <> ''", name=op.f('ck_accompaniment_telling_taken_back_with_a_reason')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_accompaniment_telling_by')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_accompaniment_telling_change_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['accompaniment_entry.id'], name=op.f('fk_accompaniment_telling_entry_id')),
    sa.ForeignKeyConstraint(['one_id'], ['stakeholder.id'], name=op.f('fk_accompaniment_telling_one_id')),
    sa.ForeignKeyConstraint(['other_id'], ['stakeholder.id'], name=op.f('fk_accompaniment_telling_other_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_accompaniment_telling_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accompaniment_telling')),
    sa.UniqueConstraint('entry_id', 'seq', name=op.f('uq_accompaniment_telling_entry_id_seq'))
    )
    with op.batch_alter_table('accompaniment_telling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_accompaniment_telling_change_id'), ['change_id'], unique=False)
        batch_op.create_index('ix_accompaniment_telling_day', ['site_id', 'day'], unique=False)
        batch_op.create_index(batch_op.f('ix_accompaniment_telling_entry_id'), ['entry_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_accompaniment_telling_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_accompaniment_telling_now', ['entry_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))


def downgrade() -> None:
    op.drop_table('accompaniment_telling')
    op.drop_table('accompaniment_entry')
