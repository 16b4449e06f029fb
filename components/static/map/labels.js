/* Where names stand: a township's where fewest schools are, a school's where there is room. Pure geometry in pixels. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});
  const STEPS = 12; // candidates along each side of a township's box

  const overlap = (a, b) =>
    Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) * Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const boxAround = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const boxOfMark = (mark) => boxAround(mark.x, mark.y, 2 * mark.radius, 2 * mark.radius);

  function contains(ring, x, y) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
  }

  function limits(ring) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of ring) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return box;
  }

  /* How bad it is to write a name into `box`: covered marks and other names, ground outside the township. */
  function cost(box, ring, marks, taken) {
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    let sum = contains(ring, x, y) ? 0 : 900;
    for (const [cornerX, cornerY] of [[box[0], box[1]], [box[2], box[1]], [box[0], box[3]], [box[2], box[3]]]) {
      if (!contains(ring, cornerX, cornerY)) sum += 45;
    }
    for (const mark of marks) sum += 2 * overlap(box, boxOfMark(mark));
    for (const other of taken) sum += 8 * overlap(box, other);
    return sum;
  }

  /* A start for every township: inside its shape and inside the window, in a regular grid. */
  function candidates(ring, view, size) {
    const around = limits(ring);
    const [left, top] = [Math.max(around[0], view[0] + size.width / 2), Math.max(around[1], view[1] + size.height / 2)];
    const [right, bottom] = [Math.min(around[2], view[2] - size.width / 2), Math.min(around[3], view[3] - size.height / 2)];
    const places = [];
    if (right < left || bottom < top) return places;
    for (let row = 0; row <= STEPS; row++) {
      for (let column = 0; column <= STEPS; column++) {
        places.push({ x: left + ((right - left) * column) / STEPS, y: top + ((bottom - top) * row) / STEPS });
      }
    }
    return places;
  }

  /*
   * Place the names of townships.
   *   towns: [{ring: [{x, y}], middle: {x, y}, last: {x, y} | null, width, height}], all in pixels
   *   view: [left, top, right, bottom] of the window;  taken: boxes nobody may write on
   * Returns for each the place {x, y} of the name's middle, or null where the township is out of sight.
   */
  function placeTownships(towns, marks, view, taken) {
    const placed = new Array(towns.length).fill(null);
    const boxes = [...taken];
    const areas = towns.map((town) => {
      const box = limits(town.ring);
      return (box[2] - box[0]) * (box[3] - box[1]);
    });
    // The smallest first: it has the least choice.
    const order = towns.map((_, index) => index).sort((a, b) => areas[a] - areas[b]);
    for (const index of order) {
      const town = towns[index];
      const near = limits(town.ring);
      const nearby = marks.filter((mark) => overlap(boxOfMark(mark), near) > 0);
      const reach = Math.hypot(near[2] - near[0], near[3] - near[1]) || 1;
      const options = candidates(town.ring, view, town);
      if (town.last) options.push(town.last);
      let [best, least] = [null, Infinity];
      for (const place of options) {
        const box = boxAround(place.x, place.y, town.width, town.height);
        const away = Math.hypot(place.x - town.middle.x, place.y - town.middle.y) / reach;
        const kept = place === town.last ? 60 : 0; // a name that may stay where it was does not jump
        const sum = cost(box, town.ring, nearby, boxes) + 120 * away - kept;
        const seen = overlap(box, view) >= 0.98 * town.width * town.height;
        if (seen && sum < least) [best, least] = [place, sum];
      }
      placed[index] = best;
      if (best) boxes.push(boxAround(best.x, best.y, town.width, town.height));
    }
    return placed;
  }

  /*
   * Place the names of schools beside their marks, the first of the list first; a name without room is left out.
   *   names: [{mark: {x, y, radius}, width}]
   * Returns [{x, y, mark}], x and y being the left middle of the text.
   */
  function placeSchools(names, marks, taken) {
    const boxes = [...marks.map(boxOfMark), ...taken];
    const placed = [];
    for (const { mark, width } of names) {
      const gap = mark.radius + 4;
      const spots = [
        [mark.x + gap, mark.y],
        [mark.x - gap - width, mark.y],
        [mark.x - width / 2, mark.y - gap - 6],
        [mark.x - width / 2, mark.y + gap + 7],
        [mark.x + gap - 3, mark.y - gap + 2],
        [mark.x + gap - 3, mark.y + gap - 2],
        [mark.x - gap - width + 3, mark.y - gap + 2],
        [mark.x - gap - width + 3, mark.y + gap - 2],
      ];
      for (const [x, y] of spots) {
        const box = [x - 1, y - 7, x + width + 1, y + 7];
        if (boxes.every((other) => overlap(box, other) === 0)) {
          boxes.push(box);
          placed.push({ x, y, mark });
          break;
        }
      }
    }
    return placed;
  }

  Object.assign(CountyMap, { placeTownships, placeSchools });
})();
