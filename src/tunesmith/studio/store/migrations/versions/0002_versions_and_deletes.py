"""Versions of tunes, deleting that can be undone, and words to search by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tunesmith.studio.store.searching import searchable

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add them; every tune is at its first version."""
    with op.batch_alter_table("tunes") as tunes:
        tunes.add_column(sa.Column("version", sa.Integer, nullable=False, server_default="1"))
        tunes.add_column(sa.Column("deleted", sa.DateTime))
        tunes.add_column(sa.Column("words", sa.Text, nullable=False, server_default=""))
    with op.batch_alter_table("tunebooks") as tunebooks:
        tunebooks.add_column(sa.Column("deleted", sa.DateTime))
    op.create_table(
        "versions",
        sa.Column("tune_id", sa.String(32), sa.ForeignKey("tunes.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("replaced", sa.DateTime, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("abc", sa.Text, nullable=False),
        sa.Column("rhythm", sa.String(40)),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("meter", sa.String(20), nullable=False),
        sa.Column("recipe", sa.JSON, nullable=False),
    )
    find_words()


def find_words() -> None:
    """Write the words to search by of every tune."""
    tunes = sa.table("tunes", *(sa.column(name) for name in ("id", "title", "rhythm", "key", "words")))
    connection = op.get_bind()
    rows = connection.execute(sa.select(tunes.c.id, tunes.c.title, tunes.c.rhythm, tunes.c.key)).all()
    for tune_id, title, rhythm, key in rows:
        words = searchable(title, rhythm, key)
        connection.execute(sa.update(tunes).where(tunes.c.id == tune_id).values(words=words))


def downgrade() -> None:
    """Drop them again; what was deleted is back."""
    op.drop_table("versions")
    with op.batch_alter_table("tunebooks") as tunebooks:
        tunebooks.drop_column("deleted")
    with op.batch_alter_table("tunes") as tunes:
        for column in ("version", "deleted", "words"):
            tunes.drop_column(column)
