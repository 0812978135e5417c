"""When a dad who lost his baby asked for the gentle texts, and how far they have come

Revision: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dads", sa.Column("gentle_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("dads", sa.Column("gentle_sent", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("dads", sa.Column("gentle_at", sa.DateTime(timezone=True), nullable=True))
    there = sa.text("gentle_at IS NOT NULL")
    op.create_index("ix_dads_gentle_at", "dads", ["gentle_at"], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    op.drop_index("ix_dads_gentle_at", "dads")
    with op.batch_alter_table("dads") as table:
        table.drop_column("gentle_at")
        table.drop_column("gentle_sent")
        table.drop_column("gentle_from")
