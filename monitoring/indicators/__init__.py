"""指标: figures of parts (school × stage) as exact whole numbers, and the ratios made of them. It judges nothing."""

from monitoring.indicators.exact import Exact, exact
from monitoring.indicators.figures import Figures, figures
from monitoring.indicators.ratio import Ratio, ratio, values

__all__ = ["Exact", "Figures", "Ratio", "exact", "figures", "ratio", "values"]
