"""Files that are none of ours by their name: what each is, and what would be right (data/files.toml)."""

from __future__ import annotations

import io
import tomllib
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from monitoring.settings import DATA
from monitoring.settings.kept import kept
from monitoring.workbook.source import SourceFile


def set_apart(files: Sequence[SourceFile], endings: Collection[str]) -> tuple[list[SourceFile], list[str]]:
    """
    Return the files that an import may look into, and a sentence for each of the others.

    Args:
        endings: of files that are looked into, without the dot.

    >>> files = [SourceFile("小学.xlsx", b"PK"), SourceFile("说明.DOCX", b"PK")]
    >>> good, sentences = set_apart(files, ["xlsx"])
    >>> [file.name for file in good], sentences[0][:33]
    (['小学.xlsx'], '“说明.DOCX”是文字文档，没有导入，其余文件不受影响。请把里面')
    """
    wrong = {place: told for place, file in enumerate(files) if (told := _wrong(file, endings))}
    good = [file for place, file in enumerate(files) if place not in wrong]
    others = "，其余文件不受影响" if good else ""
    return good, [
        f"“{files[place].name}”是{what}，没有导入{others}。{instead}。" for place, (what, instead) in wrong.items()
    ]


def _wrong(file: SourceFile, endings: Collection[str]) -> tuple[str, str] | None:
    """What a file is that none of ours is, and what to bring instead; None of one that may be ours."""
    words = _words()["words"]
    ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    if file.name.startswith("~$"):
        return words["temporary"], words["temporary_instead"]
    if ending == "zip" and file.content and not _holds_shapes(file):
        return words["packed"], words["packed_instead"]
    if ending in endings:
        return None
    kind = next((kind for kind in _words()["kind"] if ending in kind["endings"]), None)
    if kind:
        return kind["what"], kind["instead"]
    return words["unknown"], words["unknown_instead"]


def _holds_shapes(file: SourceFile) -> bool:
    """Whether an archive may be a boundary; one that cannot be opened is left to its reader's own sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return True
    shapes = _words()["words"]["shapes"]
    return any(name.lower().rpartition(".")[2] in shapes for name in names)


@kept
def _words() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "files.toml").read_text(encoding="utf-8"))
