"""The invented country's frames have the columns and types of what an import of the sample county stores."""

from datetime import date

import pytest
from sqlalchemy import select

from monitoring import sample, snapshots
from monitoring.sample import country
from monitoring.snapshots.integrity import whole_parts
from monitoring.storage import Storage, frame_from_bytes, frame_to_bytes
from monitoring.storage.tables import stored_tables
from tests.support.rules import RULEBOOK

LAST = date(2026, 9, 30)


@pytest.fixture(scope="module")
def storage(sample_database):
    return Storage(f"sqlite:///{sample_database}")


def made(kind):
    return next(table.frame for table in country.tables(100) if (kind, LAST) == (table.kind, table.dated))


def test_school_tables_are_as_an_import_stores_them(storage):
    snapshot = snapshots.load(storage, snapshots.newest(storage, sample.COUNTY, LAST), RULEBOOK.projects)

    assert snapshot.rows.dtypes.to_dict() == made(country.SCHOOLS).dtypes.to_dict()
    assert list(snapshot.rows.columns) == list(made(country.SCHOOLS).columns)


def test_ledgers_are_as_an_import_stores_them(storage):
    query = select(stored_tables.c.id).where(stored_tables.c.kind == "rooms", stored_tables.c.dated == LAST)
    with storage.read() as connection:
        parts = whole_parts(connection, connection.scalar(query))
    stored = frame_from_bytes(parts["rooms"])

    assert stored.dtypes.to_dict() == made(country.ROOMS).dtypes.to_dict()
    assert list(stored.columns) == list(made(country.ROOMS).columns)


@pytest.mark.parametrize("kind", [country.SCHOOLS, country.ROOMS])
def test_what_is_written_is_read_back_the_same(kind):
    frame = made(kind)

    assert frame.equals(frame_from_bytes(frame_to_bytes(frame)))
