"""
What a page says: its headline, the titles of its blocks, marks of states, notices, and the states without data.

Everything that comes from data is escaped here; what is already HTML is a Markup and stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup, escape
from streamlit.delta_generator import DeltaGenerator

from components.drawing import theme
from monitoring.assessment import VERDICTS
from monitoring.findings.sentences import Piece

Words = str | Sequence[Piece]
"""A text, or pieces of text with their tones (monitoring.findings.sentences)."""

TOOLS = Markup(
    '<span class="block-tools"><button type="button" data-tool="picture" title="下载这一块的图片（PNG）">图片</button>'
    '<button type="button" data-tool="link" title="复制这一页的链接，报告期固定">链接</button></span>'
)
"""At every block's title: its picture and its address (static/pictures.js)."""


def html(words: Words) -> Markup:
    """
    Return words as HTML, every text escaped, each piece in its tone.

    >>> str(html([("毛嘴镇 ", ""), ("0 所达标", "fail")]))
    '毛嘴镇 <span class="fail">0 所达标</span>'
    >>> str(html("<b>"))
    '&lt;b&gt;'
    """
    if isinstance(words, str):
        return escape(words)
    tagged = (Markup('<span class="{}">{}</span>').format(tone, text) if tone else escape(text) for text, tone in words)
    return Markup("").join(tagged)


def headline(words: Words, line: Words = "") -> None:
    """
    Draw the one headline of a page: the sentence with the figure in it, and a line of counts under it.

    Args:
        words: the sentence; tones "met", "fail" and "accent" colour the figure.
        line: what the figure is made of; tone "strong" for key counts.
    """
    under = Markup('<p class="headline-line">{}</p>').format(html(line)) if line else ""
    st.html(Markup('<h1 class="headline">{}</h1>{}').format(html(words), under))


def block(key: str, title: Words, subtitle: Words = "", *, aside: str = "") -> DeltaGenerator:
    """
    Draw a block's title (what it finds, else its topic) and how to read it; return the container for what follows.

    Args:
        key: of the block, unique on the page.
        aside: HTML at the right of the subtitle, like `legend()`.

    Use it as ``with messages.block("town", "16 个乡镇", "一个标记是一所学校"): …``
    """
    container = st.container(key=f"block_{key}", gap=None)
    right = Markup('<span class="aside">{}</span>').format(Markup(aside)) if aside else ""
    under = Markup('<p class="block-line">{}{}</p>').format(right, html(subtitle)) if subtitle or aside else ""
    with container:
        st.html(Markup('{}<h2 class="block-title">{}</h2>{}').format(TOOLS, html(title), under))
    return container


def mark(state: str) -> Markup:
    """
    Return the mark of a state as HTML: a shape drawn by the style sheet, prints too.

    >>> str(mark("gap"))
    '<i class="mark diamond"></i>'
    """
    return Markup('<i class="mark {}"></i>').format(theme.STATES[state].shape)


def state(name: str, word: str = "") -> Markup:
    """
    Return a state as HTML: mark and word.

    >>> str(state("undetermined", "待定（缺 7 项）"))
    '<span class="state hatched-word"><i class="mark hatched"></i>待定（缺 7 项）</span>'
    """
    look = theme.STATES[name]
    return Markup('<span class="state {}-word">{}{}</span>').format(look.shape, mark(name), word or look.word)


def legend(states: Iterable[str] = VERDICTS) -> Markup:
    """Return the states as a legend in one line: marks and words in the ink of the subtitle."""
    entries = (Markup("<span>{}{}</span>").format(mark(name), theme.STATES[name].word) for name in states)
    return Markup('<span class="legend">{}</span>').format(Markup("").join(entries))


def link(text: str, address: str, *, button: str = "") -> Markup:
    """
    Return a link within the product as HTML; `address` is one of filters.address.

    Args:
        button: "primary" or "plain": drawn as a button.

    >>> str(link("打开学校档案", "./school?school=1", button="primary"))
    '<a class="button primary" href="./school?school=1">打开学校档案</a>'
    """
    look = f"button {button}" if button else "link"
    return Markup('<a class="{}" href="{}">{}</a>').format(look, address, text)


def actions(*links: Markup) -> None:
    """Draw links as a row of buttons, the first the one most people want."""
    st.html(Markup('<div class="actions">{}</div>').format(Markup("").join(links)))


def note(words: Words) -> None:
    """Draw a small remark under a table or chart, as 各项取整，相加可能与合计略有出入."""
    st.html(Markup('<p class="note">{}</p>').format(html(words)))


def panel(words: Words) -> None:
    """Draw a paragraph that advises: a grey panel with an accent edge."""
    st.html(Markup('<p class="panel">{}</p>').format(html(words)))


def panels(paragraphs: Iterable[Words]) -> None:
    """Draw several paragraphs in one such panel."""
    body = Markup("<br>").join(html(words) for words in paragraphs)
    st.html(Markup('<p class="panel">{}</p>').format(body))


def notice(sentence: str, *, is_failure: bool = False) -> None:
    """Draw a sentence that must not be missed: what was asked for and is not there, or what failed, with a way out."""
    role = "alert" if is_failure else "status"
    st.html(Markup('<p class="notice" role="{}">{}</p>').format(role, sentence))


def nothing(words: Words) -> None:
    """Draw, in a block's room, why there is nothing to show, as 这个乡镇没有参评学校。."""
    st.html(Markup('<p class="nothing">{}</p>').format(html(words)))
