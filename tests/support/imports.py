"""What tests of 数据导入 do on the page: find a button, store what is decided."""

from __future__ import annotations


def button(visit, word):
    """Return the button whose label begins so."""
    return next(button for button in visit.button if button.label.startswith(word))


def store(visit, lie):
    """Press 入库; the place for files is empty after it, as in a browser."""
    clicked = button(visit, "入库").click()
    lie["files"] = []
    clicked.run()
