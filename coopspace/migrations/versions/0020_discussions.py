"""Discussions."""

import sqlalchemy as sa
from alembic import op

from coopspace.kernel.base import Moment

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('discussion_thread',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('ref', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('about', sa.String(length=80), nullable=False),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('moved_at', Moment(), nullable=False),
    sa.Column('resolved_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_discussion_thread_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_thread')),
    sa.UniqueConstraint('site_id', 'ref', name=op.f('uq_discussion_thread_site_id_ref'))
    )
    with op.batch_alter_table('discussion_thread', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_thread_site_id'), ['site_id'], unique=False)
        batch_op.create_index('ix_discussion_thread_topic', ['site_id', 'kind', 'about'], unique=False)

    op.create_table('discussion_comment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('thread_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('taken_back_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_discussion_comment_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_discussion_comment_site_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['discussion_thread.id'], name=op.f('fk_discussion_comment_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_comment')),
    sa.UniqueConstraint('thread_id', 'number', name=op.f('uq_discussion_comment_thread_id_number'))
    )
    with op.batch_alter_table('discussion_comment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_comment_by'), ['by'], unique=False)
        batch_op.create_index(batch_op.f('ix_discussion_comment_site_id'), ['site_id'], unique=False)

    op.create_table('discussion_turn',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('thread_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('resolved', sa.Boolean(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_discussion_turn_by')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_discussion_turn_site_id')),
    sa.ForeignKeyConstraint(['thread_id'], ['discussion_thread.id'], name=op.f('fk_discussion_turn_thread_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_turn')),
    sa.UniqueConstraint('thread_id', 'seq', name=op.f('uq_discussion_turn_thread_id_seq'))
    )
    with op.batch_alter_table('discussion_turn', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_turn_site_id'), ['site_id'], unique=False)

    op.create_table('discussion_wording',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('comment_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('by', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("words <> ''", name=op.f('ck_discussion_wording_says_something')),
    sa.ForeignKeyConstraint(['by'], ['user.id'], name=op.f('fk_discussion_wording_by')),
    sa.ForeignKeyConstraint(['comment_id'], ['discussion_comment.id'], name=op.f('fk_discussion_wording_comment_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_discussion_wording_site_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_wording')),
    sa.UniqueConstraint('comment_id', 'seq', name=op.f('uq_discussion_wording_comment_id_seq'))
    )
    with op.batch_alter_table('discussion_wording', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_wording_site_id'), ['site_id'], unique=False)

    op.create_table('discussion_mention',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('comment_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('seen_at', Moment(), nullable=True),
    sa.Column('site_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['discussion_comment.id'], name=op.f('fk_discussion_mention_comment_id')),
    sa.ForeignKeyConstraint(['site_id'], ['site.id'], name=op.f('fk_discussion_mention_site_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_discussion_mention_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discussion_mention')),
    sa.UniqueConstraint('comment_id', 'user_id', name=op.f('uq_discussion_mention_comment_id_user_id'))
    )
    with op.batch_alter_table('discussion_mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_discussion_mention_site_id'), ['site_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_discussion_mention_user_id'), ['user_id'], unique=False)


def downgrade() -> None:
    for table in ('mention', 'wording', 'turn', 'comment', 'thread'):
        op.drop_table(f'discussion_{table}')
