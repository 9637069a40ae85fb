"""Decisions."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('decision',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('opened_by', sa.Uuid(), nullable=False),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('decided_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_decision_document_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['user.id'], name=op.f('fk_decision_opened_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_decision_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('document_id', name=op.f('uq_decision_document_id')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_decision_site_id_number'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_site_id'), ['site_id'], unique=False)

    op.create_table('decision_framing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_decision_framing_by')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_framing_decision_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_decision_framing_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_framing')),
    sa.UniqueConstraint('decision_id', 'seq', name=op.f('uq_decision_framing_decision_id_seq'))
    )
    with op.batch_alter_table('decision_framing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_framing_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_framing_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_decision_framing_now', ['decision_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('decision_seat',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_decision_seat_by')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_seat_decision_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_decision_seat_site_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_decision_seat_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_seat'))
    )
    with op.batch_alter_table('decision_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_seat_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_seat_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_decision_seat_now', ['decision_id', 'user_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('decision_position',
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('college', sa.String(length=20), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('stance', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("stance <> 'objection' OR reason <> ''", name=op.f('ck_decision_position_objection_has_reason')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_position_decision_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_decision_position_document_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_decision_position_site_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_decision_position_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_position')),
    sa.UniqueConstraint('decision_id', 'seq', name=op.f('uq_decision_position_decision_id_seq'))
    )
    with op.batch_alter_table('decision_position', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_position_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_position_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_position_site_id'), ['site_id'], unique=False)

    op.create_table('decision_event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(kind = 'outcome') = (outcome IS NOT NULL)", name=op.f('ck_decision_event_outcome_is_said')),
    sa.CheckConstraint("words <> ''", name=op.f('ck_decision_event_says_something')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_decision_event_by')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_event_decision_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_decision_event_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_event')),
    sa.UniqueConstraint('decision_id', 'seq', name=op.f('uq_decision_event_decision_id_seq'))
    )
    with op.batch_alter_table('decision_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_event_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_event_site_id'), ['site_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('decision_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_event_site_id'))
        batch_op.drop_index(batch_op.f('ix_decision_event_decision_id'))

    op.drop_table('decision_event')
    with op.batch_alter_table('decision_position', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_position_site_id'))
        batch_op.drop_index(batch_op.f('ix_decision_position_document_id'))
        batch_op.drop_index(batch_op.f('ix_decision_position_decision_id'))

    op.drop_table('decision_position')
    with op.batch_alter_table('decision_seat', schema=None) as batch_op:
        batch_op.drop_index('uq_decision_seat_now', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index(batch_op.f('ix_decision_seat_site_id'))
        batch_op.drop_index(batch_op.f('ix_decision_seat_decision_id'))

    op.drop_table('decision_seat')
    with op.batch_alter_table('decision_framing', schema=None) as batch_op:
        batch_op.drop_index('uq_decision_framing_now', sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.drop_index(batch_op.f('ix_decision_framing_site_id'))
        batch_op.drop_index(batch_op.f('ix_decision_framing_decision_id'))

    op.drop_table('decision_framing')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_site_id'))

    op.drop_table('decision')
