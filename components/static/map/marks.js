/* How one school is drawn: four states, told by colour and by shape. The colours come from the page, never from here. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});

  // The states as the points route numbers them.
  const [MET, NOT_MET, UNKNOWN, OUTSIDE] = [0, 1, 2, 3];
  // Painted in this order, so that a failing school is never hidden by another.
  const ORDER = { [OUTSIDE]: 0, [MET]: 1, [UNKNOWN]: 2, [NOT_MET]: 3 };
  const FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif";

  function diamond(pen, x, y, half) {
    pen.beginPath();
    pen.moveTo(x, y - half);
    pen.lineTo(x + half, y);
    pen.lineTo(x, y + half);
    pen.lineTo(x - half, y);
    pen.closePath();
  }

  function hatching(pen, colour) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const inner = tile.getContext("2d");
    inner.fillStyle = "#fff";
    inner.fillRect(0, 0, 6, 6);
    inner.strokeStyle = colour;
    inner.lineWidth = 1.4;
    inner.beginPath();
    for (const shift of [-6, 0, 6]) {
      inner.moveTo(shift - 1, 7);
      inner.lineTo(shift + 7, -1);
    }
    inner.stroke();
    return pen.createPattern(tile, "repeat");
  }

  /* Draw a mark of `radius` px at (x, y); `faded` outside the chosen township. */
  function drawMark(pen, state, x, y, radius, colours, faded) {
    pen.lineWidth = 1.4;
    pen.strokeStyle = "#fff";
    if (state === MET || state === NOT_MET) {
      pen.fillStyle = (faded ? colours.faded : colours.states)[state];
      if (state === MET) {
        pen.beginPath();
        pen.arc(x, y, radius, 0, 2 * Math.PI);
      } else {
        diamond(pen, x, y, radius * 1.22); // the same area as the disc
      }
      pen.fill();
      pen.stroke();
    } else if (state === UNKNOWN) {
      pen.fillStyle = hatching(pen, colours.states[state]);
      pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      pen.strokeStyle = colours.states[state];
      pen.lineWidth = 1.5;
      pen.strokeRect(x - radius, y - radius, 2 * radius, 2 * radius);
    } else {
      pen.beginPath();
      pen.arc(x, y, radius * 0.9, 0, 2 * Math.PI);
      pen.fillStyle = "rgba(255,255,255,.88)";
      pen.fill();
      pen.strokeStyle = colours.states[state];
      pen.lineWidth = 1.5;
      pen.stroke();
    }
  }

  /* Ring round the chosen school: white below ink, so that it shows on every ground. */
  function drawRing(pen, x, y, radius, colours) {
    for (const [colour, width] of [["#fff", 5], [colours.ink, 2.2]]) {
      pen.beginPath();
      pen.arc(x, y, radius + 6, 0, 2 * Math.PI);
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke();
    }
  }

  /* Text with a white edge, readable on polygons and marks. */
  function drawText(pen, text, x, y, { size, weight = 500, colour, align = "center", halo = 3.5 }) {
    pen.font = `${weight} ${size}px ${FONT}`;
    pen.textAlign = align;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = halo;
    pen.strokeStyle = "rgba(255,255,255,.94)";
    pen.strokeText(text, x, y);
    pen.fillStyle = colour;
    pen.fillText(text, x, y);
  }

  /* Make a canvas of `width` × `height` CSS px sharp on any screen; returns its pen, cleared. */
  function sharpPen(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    return pen;
  }

  /* The mark under (x, y), or null: the nearest whose edge is within reach of a finger or a shaky mouse. */
  function markAt(marks, x, y) {
    let best = null;
    let nearest = Infinity;
    for (const mark of marks) {
      const distance = Math.hypot(mark.x - x, mark.y - y);
      if (distance <= Math.max(8, mark.radius * 1.25) && distance < nearest) {
        nearest = distance;
        best = mark;
      }
    }
    return best;
  }

  Object.assign(CountyMap, {
    MET, NOT_MET, UNKNOWN, OUTSIDE, FONT, drawMark, drawRing, drawText, sharpPen, markAt,
    inPaintingOrder: (marks) =>
      marks.sort((a, b) => ORDER[a.school.state] - ORDER[b.school.state] || b.radius - a.radius),
  });
})();
