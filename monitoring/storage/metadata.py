"""The one collection of tables; each migration adds its own."""

from sqlalchemy import MetaData

METADATA = MetaData()
