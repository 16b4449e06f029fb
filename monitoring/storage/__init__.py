"""The only package that speaks SQL: a database by its URL, SQLite or PostgreSQL, created and migrated on first use."""

from monitoring.storage.engine import Storage
from monitoring.storage.frames import frame_from_bytes, frame_to_bytes

__all__ = ["Storage", "frame_from_bytes", "frame_to_bytes"]
