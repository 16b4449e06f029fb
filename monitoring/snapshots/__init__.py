"""快照: what a county knows on a day. An import is one transaction of immutable tables, each with its own date."""

from monitoring.errors import PhotoError
from monitoring.reader.pictures import thumbnail
from monitoring.snapshots.backups import BackupError, Restored, back_up, restore
from monitoring.snapshots.corrections import Brought, before_corrections, brought
from monitoring.snapshots.entered import (
    Statement,
    counted_reports,
    enter,
    entered,
    entries,
    report_history,
    reports,
    weekly,
    withdraw_entry,
)
from monitoring.snapshots.imported import imports, replaced_by, resting_on
from monitoring.snapshots.integrity import Verified, verify
from monitoring.snapshots.photos import (
    Added,
    Photo,
    add_photo,
    photo_content,
    photo_path,
    photos,
    withdraw_photo,
)
from monitoring.snapshots.proposal import Proposal, is_boundary, propose
from monitoring.snapshots.reading import (
    Snapshot,
    counties,
    dates_of,
    last_day,
    lists_before,
    load,
    newest,
    numbers,
    periods,
    school_rows,
    stages,
)
from monitoring.snapshots.record import Record, record
from monitoring.snapshots.saving import save, set_state

__all__ = [
    "Added",
    "BackupError",
    "Brought",
    "Photo",
    "PhotoError",
    "Proposal",
    "Record",
    "Restored",
    "Snapshot",
    "Verified",
    "Statement",
    "add_photo",
    "back_up",
    "before_corrections",
    "brought",
    "counties",
    "dates_of",
    "counted_reports",
    "enter",
    "entered",
    "entries",
    "last_day",
    "lists_before",
    "imports",
    "is_boundary",
    "load",
    "newest",
    "numbers",
    "periods",
    "photo_content",
    "photo_path",
    "photos",
    "propose",
    "record",
    "replaced_by",
    "resting_on",
    "report_history",
    "reports",
    "restore",
    "save",
    "school_rows",
    "set_state",
    "thumbnail",
    "stages",
    "verify",
    "weekly",
    "withdraw_entry",
    "withdraw_photo",
]
