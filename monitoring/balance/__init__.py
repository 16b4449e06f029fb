"""校际均衡: difference coefficients (差异系数) by county and stage, and which schools drive them."""

from monitoring.balance.coefficients import balance, coefficient_of_variation, composite, status
from monitoring.balance.drivers import drivers

__all__ = ["balance", "coefficient_of_variation", "composite", "drivers", "status"]
