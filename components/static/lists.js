/*
 * Lists are sorted by a click on a head, again the other way round: numbers by size, words as Chinese sorts them; what is
 * missing stays below. Without this script a list stands in the order in which it came.
 */
(function () {
  "use strict";
  if (window.sortedLists) return;
  window.sortedLists = true;

  const NUMBER = /^[+−-]?[\d,]+(\.\d+)?%?/;
  const words = new Intl.Collator("zh-CN", { numeric: true });

  function text(row, place) {
    const cell = row.cells[place];
    return (cell && (cell.dataset.order || cell.textContent.trim())) || "";
  }

  function number(said) {
    const found = said.match(NUMBER);
    return found ? Number(found[0].replace(/,|%|\+/g, "").replace("−", "-")) : NaN;
  }

  function sort(head) {
    const place = head.cellIndex;
    const body = head.closest("table").tBodies[0];
    const rows = Array.from(body.rows);
    const isNumber = head.classList.contains("number");
    const up = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "descending" : !isNumber;
    const value = (row) => (isNumber ? number(text(row, place)) : text(row, place));
    const known = rows.filter((row) => !["", "—"].includes(text(row, place)));
    const missing = rows.filter((row) => !known.includes(row));
    const order = isNumber ? (a, b) => value(a) - value(b) : (a, b) => words.compare(value(a), value(b));
    known.sort((a, b) => (up ? order(a, b) : order(b, a)));
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...known, ...missing);
  }

  // a chart of marks is one stop of the tab key: arrows go from mark to mark and from row to row
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest && event.target.closest("a.unit");
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
    if (!mark || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = Array.from(mark.closest("table").querySelectorAll(".marks")).map((row) => Array.from(row.children));
    const held = rows.filter((row) => row.length);
    const row = held.findIndex((each) => each.includes(mark));
    const place = held[row].indexOf(mark);
    const next = step[0] ? held[row + step[0]] : held[row];
    const other = next && next[Math.min(place + step[1], next.length - 1)];
    event.preventDefault();
    if (!other) return;
    mark.tabIndex = -1;
    other.tabIndex = 0;
    other.focus();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".table th button");
    if (button) sort(button.closest("th"));
  });
})();
