"""What a real browser cuts, covers or leaves out of reach: every text of a page, measured where it is drawn."""

from __future__ import annotations

from playwright.sync_api import Page

MEASURE = r"""
(allowed) => {
  const HIDDEN = 'script, style, [popover], svg[aria-hidden], a[href^="#"]'; // the last: shown when it has the focus
  const SLACK = 1.5, faults = [], seen = [];
  const name = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 40);
  const place = (element) => {
    const block = element.closest('[class*="st-key-"]');
    return block ? [...block.classList].find((each) => each.startsWith('st-key-')).slice(7) : 'page';
  };

  // where a text may be drawn at all: the innermost box of every ancestor that clips or scrolls
  function shown(element, box, text) {
    let free = false;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === 'fixed') break;
      const own = at.getBoundingClientRect(), left = own.left + at.clientLeft, top = own.top + at.clientTop;
      const across = style.overflowX !== 'visible' && style.display !== 'inline';
      const down = style.overflowY !== 'visible' && style.display !== 'inline';
      if (across && (box.right > left + at.clientWidth + SLACK || box.left < left - SLACK)) {
        const moves = style.overflowX === 'auto' || style.overflowX === 'scroll';
        if (moves && at.matches(allowed)) return false;
        if (style.textOverflow === 'ellipsis' && !/\d/.test(text) && at.closest('[title]')) return true;
        faults.push(`${place(element)}: “${name(text)}” is ${moves ? 'out of reach' : 'cut'}`);
        return false;
      }
      const scrolls = style.overflowY === 'auto' || style.overflowY === 'scroll';
      const below = box.top > top + at.clientHeight - SLACK || box.bottom < top + SLACK;
      if (down && scrolls) {
        free = true; // what lies below is reached by scrolling
        const partly = box.bottom > top + at.clientHeight + SLACK || box.top < top - SLACK;
        if ((below || partly) && at.dataset.testid !== 'stMain') return false;
      } else if (down && !free && (below || box.bottom > top + at.clientHeight + 3)) {
        faults.push(`${place(element)}: “${name(text)}” is cut below`);
        return false;
      }
    }
    if (box.right > innerWidth + SLACK || box.left < -SLACK) {
      faults.push(`${place(element)}: “${name(text)}” is outside of the window`);
      return false;
    }
    return true;
  }

  const main = document.querySelector('[data-testid=stApp]');
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.nodeValue.trim() || !element || element.closest(HIDDEN)) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    const drawn = boxes.filter((box) => shown(element, box, node.nodeValue));
    if (drawn.length !== boxes.length) continue;
    const above = !!element.closest('header, .find');
    for (const box of drawn) seen.push({ box, element, text: node.nodeValue, above });
  }

  // one text over another: both readable only where they do not meet
  seen.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < seen.length; i++)
    for (let j = i + 1; j < seen.length && seen[j].box.top < seen[i].box.bottom - 3; j++) {
      const a = seen[i], b = seen[j];
      if (a.element === b.element || a.above !== b.above) continue;
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (across > 2 && down > 4)
        faults.push(`${place(a.element)}: “${name(a.text)}” and “${name(b.text)}” cover one another`);
    }

  for (const part of [document.documentElement, document.querySelector('[data-testid=stMain]')])
    if (part && part.scrollWidth > part.clientWidth + 1) faults.push('page: wider than the window');
  for (const canvas of document.querySelectorAll('[data-testid=stDataFrame]'))
    faults.push(`${place(canvas)}: a table on a canvas, whose cells nobody can measure`);
  return [...new Set(faults)];
}
"""
MATRIX = ".matrix-window"
"""What may be moved sideways: a matrix of more requirements than a screen is wide; its first column stays."""


def faults(page: Page, *, may_scroll: str = MATRIX) -> list[str]:
    """Return, in a sentence each, what of the page is cut, out of reach, or covered by another text."""
    return page.evaluate(MEASURE, may_scroll)


TOOLS = r"""
() => {
  const faults = [], main = document.querySelector('[data-testid=stMain]'), top = main.scrollTop;
  for (const tool of document.querySelectorAll('.block-tools button')) {
    tool.scrollIntoView({ block: 'center' });
    const box = tool.getBoundingClientRect();
    const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const block = tool.closest('[class*="st-key-block_"]').querySelector('.block-title');
    if (above !== tool) faults.push(`${block.innerText}: “${tool.innerText}” is covered`);
  }
  main.scrollTop = top;
  return faults;
}
"""


def covered_tools(page: Page) -> list[str]:
    """Return which 图片 and 链接 of a block cannot be clicked: they are seen only when the pointer comes."""
    return page.evaluate(TOOLS)
