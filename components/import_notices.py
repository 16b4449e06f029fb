"""What is said above the list of an import: what it replaces, what is the same, what is not there."""

from __future__ import annotations

from collections.abc import Sequence

from components import filters, messages, uploads
from monitoring.findings import imports as findings
from monitoring.snapshots import Proposal


def draw(proposed: Proposal, stages: Sequence[str], lists: Sequence[str]) -> None:
    """
    Draw a line for everything that the officer should know before reading cell by cell.

    Args:
        stages, lists: what the tables and lists are called.
    """
    for sentence in findings.replaced(proposed.problems):
        messages.notice(sentence)
    for sentence in findings.same_as_stored(proposed.stored, len(proposed.files)):
        messages.notice(sentence)
    for number, before, had in uploads.replaced(proposed).values():
        before = [filters.stage_label(stage) for stage in before]
        messages.notice(findings.replacement(number, before, stages, had, lists))
    if stages and findings.absent(stages):
        messages.notice(findings.absent(stages))
