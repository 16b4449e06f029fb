/* What stands round the map: zoom, legend, scale, notes, the tip at the mouse. All words come from the page, as text. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* A box in a corner whose content `show(...)` replaces. */
  function box(map, position, className) {
    const Corner = L.Control.extend({
      options: { position },
      onAdd() {
        const made = element("div", className);
        L.DomEvent.disableClickPropagation(made);
        return made;
      },
    });
    const control = new Corner().addTo(map);
    return { show: (...children) => control.getContainer().replaceChildren(...children) };
  }

  /* The legend: states of schools by shape and word (none where it does not occur), then the classes of the ground. */
  function legend(words, colours) {
    const parts = [element("b", "", words.marks)];
    const states = element("div", "county-states");
    words.states.forEach((word, state) => {
      if (!word) return;
      const entry = element("span");
      const canvas = element("canvas");
      const pen = CountyMap.sharpPen(canvas, 16, 16);
      CountyMap.drawMark(pen, state, 8, 8, state === CountyMap.NOT_MET ? 5.2 : 5.5, colours, false);
      entry.append(canvas, word);
      states.append(entry);
    });
    parts.push(states);
    if (words.classes.length) {
      parts.push(element("b", "", words.ground));
      const ramp = element("div", "county-ramp");
      words.classes.forEach(({ colour, label }) => {
        const step = element("span", "", label);
        step.style.setProperty("--colour", colour);
        ramp.append(step);
      });
      parts.push(ramp);
    }
    return parts;
  }

  /* Zoom buttons with Chinese words, and the way back to the whole county. */
  function zoomButtons(map, home) {
    L.control.zoom({ position: "topright", zoomInTitle: "放大", zoomOutTitle: "缩小" }).addTo(map);
    const Home = L.Control.extend({
      options: { position: "topright" },
      onAdd() {
        const bar = element("div", "leaflet-bar");
        const button = element("a", "county-home", "全图");
        Object.assign(button, { href: "#", title: "回到全图" });
        button.setAttribute("role", "button");
        L.DomEvent.disableClickPropagation(bar);
        L.DomEvent.on(button, "click", (event) => {
          L.DomEvent.preventDefault(event);
          home();
        });
        bar.append(button);
        return bar;
      },
    });
    new Home().addTo(map);
  }

  /* The tip at the mouse: one line of text. */
  function tip(map) {
    const made = element("div", "county-tip");
    map.getContainer().append(made);
    return (x, y, text) => {
      made.hidden = !text;
      if (!text) return;
      made.textContent = text;
      const width = map.getSize().x;
      made.style.left = `${Math.min(Math.max(x, made.offsetWidth / 2 + 4), width - made.offsetWidth / 2 - 4)}px`;
      made.style.top = `${y < 40 ? y + 34 : y - 12}px`;
    };
  }

  /* Where legend, notes, scale and buttons lie: no name of a township is written under them. */
  function controlBoxes(map) {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control:not(.county-insets)")]
      .map((part) => part.getBoundingClientRect())
      .filter((box) => box.width && box.height)
      .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
  }

  function heightOf(map, part) {
    const found = map.getContainer().querySelector(part);
    return found ? found.offsetHeight : 0;
  }

  Object.assign(CountyMap, { box, legend, zoomButtons, tip, element, controlBoxes, heightOf });
})();
