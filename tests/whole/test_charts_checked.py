"""Every chart is what plotly knows: pages give it unchecked, for speed (components/drawing/charts/base.py)."""

import json

import plotly.graph_objects as go
import pytest

from components.drawing import charts
from tests.support.pages import open_page

PAGES = ("balance.py", "progress.py", "projects.py", "school.py")
ASKED = {"school.py": {"school": "3442991030"}, "projects.py": {"view": "money"}}
"""What opens the part of a page that has charts."""


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("page", PAGES)
def test_every_chart_of_a_page_is_what_plotly_knows(page):
    """Checked by plotly, nothing is refused and nothing changed."""
    visit = open_page(page, **ASKED.get(page, {}))
    drawn = [json.loads(chart.proto.spec) for chart in visit.get("plotly_chart")]

    assert drawn
    for spec in drawn:
        assert spec["data"] == go.Figure(spec).to_plotly_json()["data"]
        assert set(spec["layout"]) == set(go.Figure(spec).to_plotly_json()["layout"])


def test_a_word_that_plotly_does_not_know_is_refused_where_charts_are_checked():
    """So a slip is found by a test, not by a blank chart."""
    chart = charts.figure(1)
    chart.add_scatter(x=[1], y=[1], colour="red")

    with pytest.raises(ValueError, match="colour"):
        chart.figure(is_checked=True)


def test_what_is_empty_is_left_out():
    """A chart without shapes or words says nothing of them, checked or not."""
    chart = charts.figure(1)

    assert json.loads(chart.figure(is_checked=True).to_json()) == json.loads(chart.figure().to_json())
    assert not {"shapes", "annotations"} & set(json.loads(chart.figure().to_json())["layout"])
