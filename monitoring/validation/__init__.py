"""数据核查: what the cells of an import mean, what is doubtful in them, and what each decision would store."""

from monitoring.validation.checked import Checked
from monitoring.validation.checking import check
from monitoring.validation.listing import in_order
from monitoring.validation.problem import Problem, problem

__all__ = ["Checked", "Problem", "check", "in_order", "problem"]
