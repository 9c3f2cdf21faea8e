"""Tunes, tunebooks and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "tunes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("abc", sa.Text, nullable=False),
        sa.Column("starred", sa.Boolean, nullable=False),
        sa.Column("rhythm", sa.String(40)),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("recipe", sa.JSON, nullable=False),
    )
    op.create_index("ix_tunes_created_id", "tunes", ["created", "id"])
    op.create_table(
        "tunebooks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
    )
    op.create_table(
        "tunebook_tunes",
        sa.Column("tunebook_id", sa.String(32), sa.ForeignKey("tunebooks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("tune_id", sa.String(32), sa.ForeignKey("tunes.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_tunebook_tunes_tune_id", "tunebook_tunes", ["tune_id"])
    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("request", sa.String(64), nullable=False),
        sa.Column("tune_id", sa.String(32), sa.ForeignKey("tunes.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_idempotency_tune_id", "idempotency", ["tune_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("idempotency", "tunebook_tunes", "tunebooks", "tunes"):
        op.drop_table(table)
