"""总览: does the county meet the standard, where not, and is it getting better?"""

import streamlit as st

from components import overview
from components.frame import drawn, filters
from monitoring.assessment.verdict import judges_schools


@drawn.once
def draw(choice: filters.Choice) -> None:
    """Everything under the filter row."""
    view = overview.open_view(choice)
    judges = judges_schools(view.standard)
    only_spread = view.standard.complete and not judges

    if judges:
        overview.headline(view)
    elif only_spread:
        overview.spread_headline(view)
    else:
        overview.requirements_headline(view)

    left, right = st.columns([1.32, 1], gap="medium")
    with left:
        if judges:
            overview.townships(view)
            overview.change(view)
        elif only_spread:
            overview.spread(view)
        else:
            overview.requirements(view)
    with right:
        if judges:
            overview.stages(view)
            line = st.container()
            overview.small_map_of_shares(view)
        elif only_spread:
            overview.composites(view)
            overview.small_map_of_pupils(view)
        else:
            overview.small_map_of_requirement(view)

    blocks = [] if only_spread else [overview.gaps]
    blocks += [overview.balance] if judges and view.standard.balance else []
    blocks += [] if judges or only_spread else [overview.changed_requirements]
    for column, block in zip(st.columns(len(blocks), gap="medium") if blocks else [], blocks, strict=True):
        with column:
            block(view)

    for column, block in zip(st.columns(2, gap="medium"), (overview.progress, overview.projects), strict=True):
        with column:
            block(view)

    if judges:
        with line:  # last: its dates are judged once, after all else is on the screen
            overview.course(view)


draw(filters.choose())
