"""The chain of changes."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('tidying',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('undone_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_tidying_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_tidying_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tidying')),
    sa.UniqueConstraint('site_id', 'number', name=op.f('uq_tidying_site_id_number'))
    )
    with op.batch_alter_table('tidying', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tidying_site_id'), ['site_id'], unique=False)

    op.create_table('change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('nature', sa.String(length=20), nullable=False),
    sa.Column('effect', sa.String(length=24), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('systems', sa.String(length=60), nullable=False),
    sa.Column('horizon', sa.String(length=10), nullable=True),
    sa.Column('progress', sa.String(length=20), nullable=True),
    sa.Column('key', sa.Double(), nullable=False),
    sa.Column('statement_id', sa.Uuid(), nullable=False),
    sa.Column('description_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("effect IN ('intended', 'unintended_positive', 'negative')", name=op.f('ck_change_known_effect')),
    sa.CheckConstraint("level IN ('direct', 'intermediate', 'ultimate')", name=op.f('ck_change_known_level')),
    sa.CheckConstraint("nature IN ('knowledge', 'practice', 'behaviour', 'culture')", name=op.f('ck_change_known_nature')),
    sa.CheckConstraint('number > 0', name=op.f('ck_change_number_from_one')),
    sa.ForeignKeyConstraint(['changed_by'], ['user.id'], name=op.f('fk_change_changed_by')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_change_created_by')),
    sa.ForeignKeyConstraint(['description_id'], ['document.id'], name=op.f('fk_change_description_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_change_site_id')),
    sa.ForeignKeyConstraint(['statement_id'], ['document.id'], name=op.f('fk_change_statement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change')),
    sa.UniqueConstraint('site_id', 'level', 'number', name=op.f('uq_change_site_id_level_number'))
    )
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_site_id'), ['site_id'], unique=False)

    op.create_table('change_code',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('since', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_change_code_change_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_change_code_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_code')),
    sa.UniqueConstraint('site_id', 'level', 'number', name=op.f('uq_change_code_site_id_level_number'))
    )
    with op.batch_alter_table('change_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_code_change_id'), ['change_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_code_site_id'), ['site_id'], unique=False)

    op.create_table('change_progress',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('change_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('judgement', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("judgement IN ('not_yet', 'first_signs', 'under_way', 'rooted', 'slipping_back')", name=op.f('ck_change_progress_known_judgement')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_change_progress_by')),
    sa.ForeignKeyConstraint(['change_id'], ['change.id'], name=op.f('fk_change_progress_change_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_change_progress_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_progress')),
    sa.UniqueConstraint('change_id', 'number', name=op.f('uq_change_progress_change_id_number'))
    )
    with op.batch_alter_table('change_progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_progress_change_id'), ['change_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_progress_site_id'), ['site_id'], unique=False)

    op.create_table('link',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('target_id', sa.Uuid(), nullable=True),
    sa.Column('strength', sa.SmallInteger(), nullable=True),
    sa.Column('disputed', sa.Boolean(), nullable=False),
    sa.Column('rationale_id', sa.Uuid(), nullable=False),
    sa.Column('assumption_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', Moment(), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('created_by', sa.Uuid(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('ended_with', sa.Uuid(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('source_id <> target_id', name=op.f('ck_link_not_to_itself')),
    sa.CheckConstraint('strength BETWEEN 1 AND 3', name=op.f('ck_link_known_strength')),
    sa.ForeignKeyConstraint(['assumption_id'], ['document.id'], name=op.f('fk_link_assumption_id')),
    sa.ForeignKeyConstraint(['changed_by'], ['user.id'], name=op.f('fk_link_changed_by')),
    sa.ForeignKeyConstraint(['created_by'], ['user.id'], name=op.f('fk_link_created_by')),
    sa.ForeignKeyConstraint(['ended_with'], ['change.id'], name=op.f('fk_link_ended_with')),
    sa.ForeignKeyConstraint(['rationale_id'], ['document.id'], name=op.f('fk_link_rationale_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_link_site_id')),
    sa.ForeignKeyConstraint(['source_id'], ['change.id'], name=op.f('fk_link_source_id')),
    sa.ForeignKeyConstraint(['target_id'], ['change.id'], name=op.f('fk_link_target_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link')),
    sa.UniqueConstraint('source_id', 'target_id', name=op.f('uq_link_source_id_target_id'))
    )
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_source_id'), ['source_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_target_id'), ['target_id'], unique=False)
        batch_op.create_index('uq_link_source_id_vision', ['source_id'], unique=True, sqlite_where=sa.text('target_id IS NULL'), postgresql_where=sa.text('target_id IS NULL'))

    op.create_table('link_confidence',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('link_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('college', sa.String(length=20), nullable=False),
    sa.Column('value', sa.SmallInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("college IN ('state', 'local_authority', 'civil_society')", name=op.f('ck_link_confidence_known_college')),
    sa.CheckConstraint('value BETWEEN 1 AND 4', name=op.f('ck_link_confidence_known_value')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_link_confidence_by')),
    sa.ForeignKeyConstraint(['link_id'], ['link.id'], name=op.f('fk_link_confidence_link_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_link_confidence_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_confidence')),
    sa.UniqueConstraint('link_id', 'number', name=op.f('uq_link_confidence_link_id_number'))
    )
    with op.batch_alter_table('link_confidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_link_confidence_link_id'), ['link_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_link_confidence_site_id'), ['site_id'], unique=False)




def downgrade() -> None:

    with op.batch_alter_table('link_confidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_link_confidence_site_id'))
        batch_op.drop_index(batch_op.f('ix_link_confidence_link_id'))

    op.drop_table('link_confidence')
    with op.batch_alter_table('link', schema=None) as batch_op:
        batch_op.drop_index('uq_link_source_id_vision', sqlite_where=sa.text('target_id IS NULL'), postgresql_where=sa.text('target_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_link_target_id'))
        batch_op.drop_index(batch_op.f('ix_link_source_id'))
        batch_op.drop_index(batch_op.f('ix_link_site_id'))

    op.drop_table('link')
    with op.batch_alter_table('change_progress', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_progress_site_id'))
        batch_op.drop_index(batch_op.f('ix_change_progress_change_id'))

    op.drop_table('change_progress')
    with op.batch_alter_table('change_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_code_site_id'))
        batch_op.drop_index(batch_op.f('ix_change_code_change_id'))

    op.drop_table('change_code')
    with op.batch_alter_table('change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_site_id'))

    op.drop_table('change')
    with op.batch_alter_table('tidying', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tidying_site_id'))

    op.drop_table('tidying')

