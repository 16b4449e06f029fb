"""Third migration: photos of projects, only ever added; one added by mistake is withdrawn by a further row."""

from sqlalchemy import Column, Connection, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()
photos = Table(
    "photos",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("county_code", String(6), nullable=False),
    Column("project", Text, nullable=False),
    Column("taken_on", Date, nullable=False),
    Column("caption", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True, comment="of the stored file, which it names"),
    Column("width", Integer, nullable=False, comment="pixels"),
    Column("height", Integer, nullable=False, comment="pixels"),
    Column("bytes", Integer, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("added_by", String(100), nullable=False),
)
Index("photos_by_project", photos.c.county_code, photos.c.project)

photo_withdrawals = Table(
    "photo_withdrawals",
    METADATA,
    Column("photo_id", ForeignKey("photos.id"), primary_key=True),
    Column("withdrawn_at", DateTime, nullable=False),
    Column("withdrawn_by", String(100), nullable=False),
)

TABLES = (photos, photo_withdrawals)


def upgrade(connection: Connection) -> None:
    """Make the tables."""
    METADATA.create_all(connection, tables=TABLES, checkfirst=False)
