"""Visits and handing a site over."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('site_handover',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('outgoing', sa.Uuid(), nullable=False),
    sa.Column('incoming', sa.Uuid(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('leaves', sa.Boolean(), nullable=False),
    sa.Column('received_at', Moment(), nullable=True),
    sa.Column('withdrawn_at', Moment(), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (why = '')", name=op.f('ck_site_handover_taken_back_with_a_reason')),
    sa.CheckConstraint('outgoing <> incoming', name=op.f('ck_site_handover_from_one_to_another')),
    sa.CheckConstraint('received_at IS NULL OR withdrawn_at IS NULL', name=op.f('ck_site_handover_ends_one_way')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_site_handover_by')),
    sa.ForeignKeyConstraint(['incoming'], ['user.id'], name=op.f('fk_site_handover_incoming')),
    sa.ForeignKeyConstraint(['outgoing'], ['user.id'], name=op.f('fk_site_handover_outgoing')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_site_handover_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_handover')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_site_handover_site_id_number'))
    )
    with op.batch_alter_table('site_handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_handover_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_site_handover_waiting', ['site_id'], unique=True, sqlite_where=sa.text('received_at IS NULL AND withdrawn_at IS NULL'), postgresql_where=sa.text('received_at IS NULL AND withdrawn_at IS NULL'))

    op.create_table('visit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('author', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['author'], ['user.id'], name=op.f('fk_visit_author')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_visit_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_visit_site_id_number'))
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_author'), ['author'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_site_id'), ['site_id'], unique=False)

    op.create_table('site_handover_word',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('handover_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('matters', sa.Text(), nullable=False),
    sa.Column('promised', sa.Text(), nullable=False),
    sa.Column('call', sa.Text(), nullable=False),
    sa.Column('avoid', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_site_handover_word_by')),
    sa.ForeignKeyConstraint(['handover_id'], ['site_handover.id'], name=op.f('fk_site_handover_word_handover_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_site_handover_word_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_handover_word')),
    sa.UniqueConstraint('handover_id', 'seq', name=op.f('uq_site_handover_word_handover_id_seq'))
    )
    with op.batch_alter_table('site_handover_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_site_handover_word_handover_id'), ['handover_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_site_handover_word_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_site_handover_word_now', ['handover_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('visit_telling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("NOT withdrawn OR why <> ''", name=op.f('ck_visit_telling_taken_back_with_a_reason')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_visit_telling_site_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_visit_telling_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit_telling')),
    sa.UniqueConstraint('visit_id', 'seq', name=op.f('uq_visit_telling_visit_id_seq'))
    )
    with op.batch_alter_table('visit_telling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_telling_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_telling_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('uq_visit_telling_now', ['visit_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))


def downgrade() -> None:
    op.drop_table('visit_telling')
    op.drop_table('site_handover_word')
    op.drop_table('visit')
    op.drop_table('site_handover')
