"""Nation, young dads' words, and families that live apart or without a mother

Revision: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dads", sa.Column("nation", sa.String(length=16), nullable=True))
    op.add_column("dads", sa.Column("young", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("journeys", sa.Column("family", sa.String(length=8), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("journeys") as table:
        table.drop_column("family")
    with op.batch_alter_table("dads") as table:
        table.drop_column("young")
        table.drop_column("nation")
