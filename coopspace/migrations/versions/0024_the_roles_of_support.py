"""The roles of support."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('role_handover',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_role_handover_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_role_handover_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_handover')),
    sa.UniqueConstraint('site_id', 'role', 'seq', name=op.f('uq_role_handover_site_id_role_seq'))
    )
    with op.batch_alter_table('role_handover', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_handover_site_id'), ['site_id'], unique=False)

    op.create_table('role_judgement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('period', sa.Date(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('college', sa.String(length=20), nullable=True),
    sa.Column('coverage', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("coverage IS NULL OR reason <> ''", name=op.f('ck_role_judgement_says_why')),
    sa.CheckConstraint('coverage IS NULL OR coverage BETWEEN 1 AND 4', name=op.f('ck_role_judgement_coverage_on_scale')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_role_judgement_site_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_role_judgement_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_judgement'))
    )
    with op.batch_alter_table('role_judgement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_judgement_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_role_judgement_now', ['site_id', 'role', 'period', 'user_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('role_telling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('activities', sa.Text(), nullable=False),
    sa.Column('missing', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('step_day', sa.Date(), nullable=True),
    sa.Column('step_person', sa.Uuid(), nullable=True),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("(step = '') = (step_day IS NULL)", name=op.f('ck_role_telling_step_has_a_day')),
    sa.CheckConstraint("(step = '') = (step_person IS NULL)", name=op.f('ck_role_telling_step_has_a_person')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_role_telling_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_role_telling_site_id')),
    sa.ForeignKeyConstraint(['step_person'], ['user.id'], name=op.f('fk_role_telling_step_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_telling')),
    sa.UniqueConstraint('site_id', 'role', 'seq', name=op.f('uq_role_telling_site_id_role_seq'))
    )
    with op.batch_alter_table('role_telling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_telling_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_role_telling_now', ['site_id', 'role'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))

    op.create_table('role_holding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('stakeholder_id', sa.Uuid(), nullable=True),
    sa.Column('begun_id', sa.Uuid(), nullable=False),
    sa.Column('ended_id', sa.Uuid(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('until', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('(until IS NULL) = (ended_id IS NULL)', name=op.f('ck_role_holding_ended_by_a_handover')),
    sa.CheckConstraint('(user_id IS NULL) <> (stakeholder_id IS NULL)', name=op.f('ck_role_holding_one_holder')),
    sa.ForeignKeyConstraint(['begun_id'], ['role_handover.id'], name=op.f('fk_role_holding_begun_id')),
    sa.ForeignKeyConstraint(['ended_id'], ['role_handover.id'], name=op.f('fk_role_holding_ended_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_role_holding_site_id')),
    sa.ForeignKeyConstraint(['stakeholder_id'], ['stakeholder.id'], name=op.f('fk_role_holding_stakeholder_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_role_holding_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_holding'))
    )
    with op.batch_alter_table('role_holding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_holding_site_id'), ['site_id'], unique=False)
        batch_op.create_index('uq_role_holding_organisation_now', ['site_id', 'role', 'stakeholder_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))
        batch_op.create_index('uq_role_holding_person_now', ['site_id', 'role', 'user_id'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))


def downgrade() -> None:
    op.drop_table('role_holding')
    op.drop_table('role_telling')
    op.drop_table('role_judgement')
    op.drop_table('role_handover')
