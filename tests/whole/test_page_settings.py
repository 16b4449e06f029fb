"""A wrong line of config.toml about rules stops every page with a sentence, not one of them in the middle."""

import pytest
import streamlit as st

from tests.support.pages import open_page, words


@pytest.fixture
def wrong(clean, configure):  # noqa: ARG001 (the settings name its database)
    """Wrong lines, read anew and forgotten afterwards."""
    configure(('# ladder = "guiyang"', 'ladder = "guiyan"'))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.mark.usefixtures("wrong")
@pytest.mark.parametrize("page", ["overview.py", "progress.py", "school.py"])
def test_every_page_says_which_line_is_wrong(page):
    said = words(open_page(page))

    assert "config.toml 的 [network] ladder 没有“guiyan”这份要求" in said
    assert "所学校" not in said
