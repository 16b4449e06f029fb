"""设施短板: what is drawn of a choice once, for everyone who asks the same: headline, schools, sums."""

from __future__ import annotations

from functools import partial

from components.drawing import messages
from components.frame import cached, corrected, drawn, filters
from components.frame.choice import Choice
from components.gaps import listing, matrix, table
from components.gaps import view as gaps_view
from monitoring.findings import gaps as findings
from monitoring.shortages import Shortages, way_out


@drawn.once
def draw_head(view: Shortages, choice: Choice) -> None:
    """The headline; where nothing is asked of a single school, where to go on."""
    way = way_out(view, cached.results(choice.snapshot, choice.standard))
    examples = cached.settings().unit_costs_are_examples
    messages.headline(
        findings.headline(view, gaps_view.where(choice)),
        findings.counts(view, choice.stage, way, costs_are_examples=examples),
    )
    if not findings.has_thresholds(view):
        spread = messages.link("看校际均衡", filters.address("balance", choice), button="primary")
        messages.actions(spread, *gaps_view.other_standards(choice))


@drawn.once
def draw_schools(view: Shortages, choice: Choice, narrowed: gaps_view.Narrowed) -> None:
    """Every school against every requirement, or against the one that is chosen."""
    title = findings.matrix_title(view, narrowed.requirement)
    names = cached.places(choice.snapshot).short_names(choice.county_name)
    with messages.block("matrix", title, matrix.how_to_read(narrowed.requirement)):
        if narrowed.requirement:
            listing.draw(view, narrowed.requirement, narrowed.shown, names, partial(school_of, choice))
        else:
            matrix.draw(view, narrowed.shown, names, partial(school_of, choice))


@drawn.once
def draw_sums(view: Shortages, choice: Choice, narrowed: gaps_view.Narrowed) -> None:
    """What is short, and where."""
    here = gaps_view.address_of(choice, narrowed)
    day, earlier = gaps_view.before(choice)
    since = gaps_view.since(day, choice)
    table.draw(
        view,
        earlier,
        since,
        narrowed.requirement,
        lambda key: here(requirement=key),
        corrected.before(choice, since),
    )
    places, title = gaps_view.places(view, choice)
    table.draw_places(
        places,
        title,
        lambda row: school_of(choice, row["school_code"]) if choice.township else here(township=row["township_code"]),
    )


def school_of(choice: Choice, code: str) -> str:
    """Return the page of a school."""
    return filters.address("school", choice, school=code)
