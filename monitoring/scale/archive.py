"""The package as one archive, which a cluster hands to its workers: code alone, no rules and no data."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import monitoring


def write_archive(folder: Path) -> Path:
    """Write monitoring.zip into a folder; Python imports from it as it stands. Returns its path."""
    root = Path(monitoring.__file__).parent
    archive = folder / "monitoring.zip"
    with ZipFile(archive, "w", ZIP_DEFLATED) as target:
        for path in sorted(root.rglob("*.py")):
            target.write(path, path.relative_to(root.parent).as_posix())
    return archive
