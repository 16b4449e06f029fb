"""The program's own rules, as config.toml is shipped; a test that needs others makes them by dataclasses.replace."""

import pandas as pd

from monitoring.results import Results, judge
from monitoring.rulebook import load_rulebook
from monitoring.schools import prepare
from monitoring.settings import load_settings
from monitoring.standards import Standard

RULEBOOK = load_rulebook(load_settings())


def judged_rows(rows: pd.DataFrame, standard: Standard | str = "moe-2017-6") -> Results:
    """Judge the frame rows by the shipped rules."""
    asked = RULEBOOK.standards[standard] if isinstance(standard, str) else standard
    prepared = prepare(rows, RULEBOOK.splitting)
    return judge(prepared, asked, RULEBOOK.indicators, RULEBOOK.results, RULEBOOK.unit_costs)
