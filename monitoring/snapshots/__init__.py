"""快照: dated, immutable imports. One import is one transaction; what a county looked like then never changes."""

from monitoring.errors import PhotoError
from monitoring.reader.pictures import thumbnail
from monitoring.snapshots.backups import BackupError, Restored, back_up, restore
from monitoring.snapshots.entered import Report, enter_report, report_history, reports
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
from monitoring.snapshots.reading import Snapshot, counties, imports, load, newest, numbers, periods, rows_of
from monitoring.snapshots.record import Record, record
from monitoring.snapshots.saving import save, set_state

__all__ = [
    "Added",
    "BackupError",
    "Photo",
    "PhotoError",
    "Proposal",
    "Record",
    "Report",
    "Restored",
    "Snapshot",
    "Verified",
    "add_photo",
    "back_up",
    "counties",
    "enter_report",
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
    "rows_of",
    "report_history",
    "reports",
    "restore",
    "save",
    "set_state",
    "thumbnail",
    "verify",
    "withdraw_photo",
]
