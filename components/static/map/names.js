/* Painting names: townships with their figure, schools beside their marks, the tag of the chosen school. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});
  const FIGURE = "#2b3642";
  const LINES = 33; // px: a township's name and its figure, one below the other
  const TAG = 24;

  const font = (weight, size) => `${weight} ${size}px ${CountyMap.FONT}`;

  function widthOf(pen, text, weight, size) {
    pen.font = font(weight, size);
    return pen.measureText(text).width;
  }

  /* What the placing of names needs to know of a township, in pixels; `last` is where its name stood. */
  function townBox(pen, town, toPixel, last) {
    return {
      ring: town.largest.map(toPixel),
      middle: toPixel([town.longitude, town.latitude]),
      last: last ? toPixel(last) : null,
      width: Math.max(widthOf(pen, town.name, 600, 13), widthOf(pen, town.text, 500, 11.5)) + 4,
      height: LINES,
    };
  }

  function paintTownship(pen, town, { x, y }, chosen, colours) {
    const emphasis = chosen ? { size: 15, weight: 700 } : { size: 13, weight: 600 };
    CountyMap.drawText(pen, town.name, x, y - 8, { ...emphasis, colour: colours.ink, halo: 4 });
    CountyMap.drawText(pen, town.text, x, y + 8, { size: 11.5, colour: FIGURE });
  }

  /* Names beside marks, the last painted (failing schools) first; a name without room is left out. */
  function paintSchools(pen, marks, taken, colours) {
    const wanted = [...marks].reverse().map((mark) => ({ mark, width: widthOf(pen, mark.school.name, 500, 12) }));
    for (const { x, y, mark } of CountyMap.placeSchools(wanted, marks, taken)) {
      const colour = mark.school.state === CountyMap.NOT_MET ? colours.failing : colours.text;
      CountyMap.drawText(pen, mark.school.name, x, y, { size: 12, colour, align: "left" });
    }
  }

  /* The box of the chosen school's tag: right of its mark, or left where the window ends. */
  function tagBox(pen, mark, windowWidth) {
    const width = widthOf(pen, mark.school.name, 700, 13) + 16;
    const right = mark.x + mark.radius + 15;
    const left = right + width > windowWidth - 8 ? mark.x - mark.radius - 15 - width : right;
    return [left, mark.y - TAG / 2, left + width, mark.y + TAG / 2];
  }

  function paintTag(pen, text, box, colours) {
    pen.fillStyle = colours.ink;
    pen.beginPath();
    pen.roundRect(box[0], box[1], box[2] - box[0], TAG, 3);
    pen.fill();
    pen.font = font(700, 13);
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillStyle = "#fff";
    pen.fillText(text, box[0] + 8, box[1] + TAG / 2 + 0.5);
  }

  Object.assign(CountyMap, { townBox, paintTownship, paintSchools, tagBox, paintTag });
})();
