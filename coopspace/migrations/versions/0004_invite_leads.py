"""Invite the leads of a programme by link, and keep why a place ended."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("programme_id", sa.Uuid(), nullable=True))
        batch_op.alter_column("site_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index(
            batch_op.f("ix_invitation_programme_id"), ["programme_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_programme_id"), "programme", ["programme_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_one_destination"),
            "(site_id IS NULL) <> (programme_id IS NULL)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_invitation_lead_of_programme"),
            "(role = 'programme_lead') = (programme_id IS NOT NULL)",
        )

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_why", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("ended_why")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_invitation_lead_of_programme"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_invitation_one_destination"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_invitation_programme_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_invitation_programme_id"))
        batch_op.alter_column("site_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("programme_id")
