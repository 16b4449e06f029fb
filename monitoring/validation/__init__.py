"""数据核查: what the cells of an import mean, what is doubtful in them, and what each decision would store."""

from monitoring.validation.catalogue.listing import in_order
from monitoring.validation.catalogue.problem import Problem, problem
from monitoring.validation.checked import Checked
from monitoring.validation.checking import check

__all__ = ["Checked", "Problem", "check", "in_order", "problem"]
