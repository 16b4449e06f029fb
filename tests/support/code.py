"""The project's own files of code, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from monitoring.settings import ROOT


def files(folder: str) -> list[Path]:
    """Every Python file of a folder of the project."""
    return sorted((ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Everything a file imports, by full name; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{name.name}" for name in node.names)
