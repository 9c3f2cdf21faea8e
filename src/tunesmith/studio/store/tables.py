"""The tables; `migrations/` brings a database to this shape."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = ["idempotency", "metadata", "tunebook_tunes", "tunebooks", "tunes", "versions"]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    }
)

tunes = Table(
    "tunes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", DateTime, nullable=False),  # UTC
    Column("title", String(200), nullable=False),
    Column("abc", Text, nullable=False),
    Column("starred", Boolean, nullable=False),
    Column("rhythm", String(40)),
    Column("key", String(40), nullable=False),
    Column("meter", String(20), nullable=False),
    Column("recipe", JSON, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),  # counts the changes of title and text
    Column("deleted", DateTime),  # UTC; a deleted tune can be put back
    Column("words", Text, nullable=False, server_default=""),  # to find it by: see `searching`
    Index("ix_tunes_created_id", "created", "id"),
)

versions = Table(
    "versions",
    metadata,
    Column("tune_id", String(32), ForeignKey("tunes.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("replaced", DateTime, nullable=False),  # UTC
    Column("title", String(200), nullable=False),
    Column("abc", Text, nullable=False),
    Column("rhythm", String(40)),
    Column("key", String(40), nullable=False),
    Column("meter", String(20), nullable=False),
    Column("recipe", JSON, nullable=False),
)
"""What each tune was before it was changed."""

tunebooks = Table(
    "tunebooks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", DateTime, nullable=False),  # UTC
    Column("title", String(200), nullable=False),
    Column("deleted", DateTime),  # UTC; a deleted tunebook can be put back
)

tunebook_tunes = Table(
    "tunebook_tunes",
    metadata,
    Column("tunebook_id", String(32), ForeignKey("tunebooks.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("tune_id", String(32), ForeignKey("tunes.id", ondelete="CASCADE"), nullable=False, index=True),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("request", String(64), nullable=False),  # SHA-256 of the body: the same key may not ask for another tune
    Column("tune_id", String(32), ForeignKey("tunes.id", ondelete="CASCADE"), nullable=False, index=True),
)
