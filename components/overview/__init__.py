"""总览: its blocks, one function each; titles come from monitoring/findings/overview/page.py."""

from components.overview.foot import balance, change, gaps
from components.overview.lists import progress, projects
from components.overview.verdicts import course, headline, small_map_of_shares, stages, townships
from components.overview.view import View, open_view
from components.overview.without import (
    changed_requirements,
    composites,
    requirements,
    requirements_headline,
    small_map_of_pupils,
    small_map_of_requirement,
    spread,
    spread_headline,
)

__all__ = [
    "View",
    "balance",
    "change",
    "changed_requirements",
    "composites",
    "course",
    "gaps",
    "headline",
    "open_view",
    "progress",
    "projects",
    "requirements",
    "requirements_headline",
    "small_map_of_pupils",
    "small_map_of_requirement",
    "small_map_of_shares",
    "spread",
    "spread_headline",
    "stages",
    "townships",
]
