"""What is said above the list of an import: what it replaces, what is the same, what is not there."""

from __future__ import annotations

from collections.abc import Sequence

from components.drawing import messages
from components.imports import uploads
from monitoring.findings import dates, stored
from monitoring.findings import imports as findings
from monitoring.snapshots import Proposal


def refused(sentences: Sequence[str], set_apart: Sequence[str]) -> None:
    """Say that nothing can be imported, why, and what to do with each file."""
    messages.headline(findings.refused(), findings.REFUSED_LINE)
    for sentence in (*sentences, *set_apart):
        messages.notice(sentence, is_failure=True)


def draw(proposed: Proposal, set_apart: Sequence[str], stages: Sequence[str]) -> None:
    """
    Draw a line for everything that the officer should know before reading cell by cell.

    Args:
        set_apart: sentences on files that are none of ours.
        stages: what the school tables are called.
    """
    for sentence in set_apart:
        messages.notice(sentence, is_failure=True)
    for sentence in findings.ahead(proposed.problems):
        messages.notice(sentence)
    for sentence in findings.replaced(proposed.problems):
        messages.notice(sentence)
    for sentence in stored.same_as_stored(
        {name: same.number for name, same in proposed.stored.items()}, len(proposed.files)
    ):
        messages.notice(sentence)
    if before := uploads.decided_before(proposed):
        messages.notice(stored.decided_before(len(before)))
    for number, tables in uploads.replaced(proposed).items():
        messages.notice(stored.replacement(number, tables))
    kept = [dates.STAGES[stage] for stage in uploads.kept_stages(proposed)]
    for sentence in stored.absent(stages, kept) if stages else []:
        messages.notice(sentence)
