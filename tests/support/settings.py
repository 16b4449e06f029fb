"""The page 设置 as a test reads and works it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.support.pages import bodies, field


def refusals(visit) -> list[str]:
    """What stands under the fields."""
    return [body.split(">")[1].split("<")[0] for body in bodies(visit) if 'class="refused"' in body]


def changes(visit) -> str:
    """What the page says would change."""
    listed = [body for body in bodies(visit) if 'class="changes"' in body]
    return listed[0].replace("</dt>", " ").replace("</s>", " ").replace("</div>", "；") if listed else ""


def button(visit, label):
    return next((each for each in visit.button if each.label == label), None)


def picked(visit, label):
    return next(each for each in visit.selectbox if each.label == label)


def type_in(visit, label, text):
    field(visit, label).set_value(text)
    visit.run()
    return visit


def written(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))
