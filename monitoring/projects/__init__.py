"""工程项目: milestones, states, lights, money and aims of the projects. Dates are arguments, rules are data."""

from monitoring.projects.aims import Expected, aims, closes, expected_to_close
from monitoring.projects.curve import abreast, course, curve, paid_points
from monitoring.projects.funds import fell, funds_table, planned_money, withdrawn
from monitoring.projects.lights import lights, money_ahead, silent
from monitoring.projects.listing import projects_table
from monitoring.projects.milestones import first_overdue, milestone_counts, milestone_table, overdue
from monitoring.projects.over_time import Course, Falls, backwards, over_time
from monitoring.projects.plans import PolicyPlan, by_programme, load_plans
from monitoring.projects.rules import ProjectRules, load_project_rules
from monitoring.projects.slippage import slippage
from monitoring.projects.states import states
from monitoring.projects.sums import adds_up, wrong_sums

__all__ = [
    "Course",
    "Expected",
    "Falls",
    "PolicyPlan",
    "ProjectRules",
    "abreast",
    "adds_up",
    "aims",
    "backwards",
    "by_programme",
    "closes",
    "course",
    "curve",
    "expected_to_close",
    "fell",
    "first_overdue",
    "funds_table",
    "lights",
    "load_plans",
    "load_project_rules",
    "milestone_counts",
    "milestone_table",
    "money_ahead",
    "over_time",
    "overdue",
    "paid_points",
    "planned_money",
    "projects_table",
    "silent",
    "slippage",
    "states",
    "withdrawn",
    "wrong_sums",
]
