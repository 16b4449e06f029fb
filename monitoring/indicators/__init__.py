"""指标: figures of parts (school × stage) as exact whole numbers, and the ratios made of them. It judges nothing."""

from monitoring.indicators.exact import Exact, exact
from monitoring.indicators.figures import NO_CODE, Figures, figures, is_one_of
from monitoring.indicators.ratio import Ratio, ratios, values

__all__ = ["NO_CODE", "Exact", "Figures", "Ratio", "exact", "figures", "is_one_of", "ratios", "values"]
