/* Up to two enlarged windows for the townships whose schools cover one another; same marks, same clicks. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});
  const MOST = 2; // insets
  const CROWD = 4; // marks covering one another make a township crowded
  const LARGEST_MARK = 11;
  const TITLE = 22; // px kept free for the name

  const LEAST_SCALE = 1.8; // below it an inset shows little more than the map

  const quantile = (sorted, share) => sorted[Math.round((sorted.length - 1) * share)];

  /* How many marks of a township are covered by another of it. */
  function covered(marks) {
    return marks.filter((mark) =>
      marks.some((other) => other !== mark && Math.hypot(other.x - mark.x, other.y - mark.y) < 0.8 * (other.radius + mark.radius))
    ).length;
  }

  /* The most crowded townships: [{township, marks, middle: {x, y}, scale}], by what the map shows at this zoom. */
  function crowded(marks, size) {
    const byTownship = new Map();
    for (const mark of marks) {
      const group = byTownship.get(mark.school.township) || [];
      group.push(mark);
      byTownship.set(mark.school.township, group);
    }
    return [...byTownship]
      .map(([township, group]) => ({ township, marks: group, covered: covered(group) }))
      .filter((inset) => inset.covered >= CROWD)
      .sort((a, b) => b.covered - a.covered)
      .slice(0, MOST)
      .map((inset) => ({ ...inset, ...frame(inset.marks, size) }));
  }

  /* What an inset shows: all schools of the township, or the middle but for the outermost, as large as they fit. */
  function frame(marks, size) {
    const whole = fitted(marks, size, 0);
    return whole.scale >= LEAST_SCALE ? whole : fitted(marks, size, 0.05);
  }

  function fitted(marks, size, leftOut) {
    const xs = marks.map((mark) => mark.x).sort((a, b) => a - b);
    const ys = marks.map((mark) => mark.y).sort((a, b) => a - b);
    const [left, right] = [quantile(xs, leftOut), quantile(xs, 1 - leftOut)];
    const [top, bottom] = [quantile(ys, leftOut), quantile(ys, 1 - leftOut)];
    const room = [size.width - 3 * LARGEST_MARK, size.height - TITLE - 3 * LARGEST_MARK];
    const fits = Math.min(room[0] / Math.max(1, right - left), room[1] / Math.max(1, bottom - top));
    const scale = Math.max(1.5, Math.floor(10 * fits) / 10);
    return { middle: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale };
  }

  const sizeFor = (windowWidth) => (windowWidth > 1000 ? { width: 196, height: 186 } : { width: 168, height: 150 });

  CountyMap.Insets = L.Control.extend({
    options: { position: "topleft" },

    /* pick(township, mark | null) and tip(event, mark | null) answer the mouse. */
    initialize(pick, tip) {
      this._pick = pick;
      this._tip = tip;
    },

    onAdd() {
      this._box = L.DomUtil.create("div", "county-insets");
      L.DomEvent.disableClickPropagation(this._box);
      L.DomEvent.disableScrollPropagation(this._box);
      return this._box;
    },

    /* Draw `insets` (of CountyMap.crowded); paint(pen, project, inset) paints the ground and returns the marks' order. */
    show(insets, size, names, colours, paintGround, chosen) {
      this._box.replaceChildren();
      for (const inset of insets) {
        const canvas = L.DomUtil.create("canvas", "", this._box);
        const pen = CountyMap.sharpPen(canvas, size.width, size.height);
        const project = ({ x, y }) => ({
          x: size.width / 2 + (x - inset.middle.x) * inset.scale,
          y: TITLE / 2 + size.height / 2 + (y - inset.middle.y) * inset.scale,
        });
        paintGround(pen, project, size);
        const marks = inset.marks.map((mark) => ({ ...mark, ...project(mark), radius: Math.min(LARGEST_MARK, mark.radius) }));
        const faded = chosen.township && chosen.township !== inset.township;
        for (const mark of CountyMap.inPaintingOrder(marks)) {
          CountyMap.drawMark(pen, mark.school.state, mark.x, mark.y, mark.radius, colours, faded);
          if (mark.school.code === chosen.school) CountyMap.drawRing(pen, mark.x, mark.y, mark.radius, colours);
        }
        const title = { size: 12, weight: 700, colour: colours.ink, align: "left" };
        CountyMap.drawText(pen, names.get(inset.township) || "", 7, 12, title);
        const note = { size: 11, colour: colours.text, align: "right" };
        CountyMap.drawText(pen, `放大 ${inset.scale.toFixed(1)} 倍`, size.width - 7, 12, note);
        this._listen(canvas, inset.township, marks);
      }
    },

    _listen(canvas, township, marks) {
      const under = (event) => CountyMap.markAt(marks, event.offsetX, event.offsetY);
      canvas.addEventListener("click", (event) => this._pick(township, under(event)));
      canvas.addEventListener("mousemove", (event) => this._tip(event, under(event)));
      canvas.addEventListener("mouseleave", (event) => this._tip(event, null));
    },
  });

  Object.assign(CountyMap, { crowded, insetSize: sizeFor, insetTitle: TITLE });
})();
