/*
 * The county's map. Python builds the Leaflet map once and then only says what to show:
 *   CountyMap.attach(map);  CountyMap.show(scene)
 * A scene holds addresses of data, the choice, words and colours (components/map/frame.py writes it). What is chosen here goes
 * back as {school} or {township}; the view is never moved but by the person, or when another county is shown.
 */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});
  const INSET_ROOM = 0.5; // zoom levels beyond the whole county at which insets are still drawn
  const NAMES_FROM = 1.2; // zoom levels beyond the whole county at which schools get their names
  const MOST_NAMES = 80;
  const USUAL_WIDTH = 800; // px of the map on an office screen, for which the marks are sized

  let map, marksLayer, ground, insets, legend, note, tip;
  let scene = null;
  let towns = []; // of the townships route: {code, name, text, colour, middle, rings}
  let points = { schools: [], cells: [], partial: false };
  let marks = []; // what was drawn last, in pixels of the window
  let names = new Map(); // township code → name
  let lastPlaces = new Map(); // township code → where its name stood
  let homeZoom = 10;
  let moved = false; // by the person, not by us
  let fitting = false;
  let loading = null;

  // —— the view

  const viewKey = () => `view ${scene.place}`;
  const roomForInsets = () => (map.getSize().x > 560 ? CountyMap.insetSize(map.getSize().x).width + 10 : 12);

  function home() {
    if (!scene || !scene.home || !map.getSize().x) return;
    const [left, top, right, bottom] = [roomForInsets(), 10, 14, Math.max(26, CountyMap.heightOf(map, ".county-note") + 22)];
    fitting = true;
    homeZoom = map.getBoundsZoom(scene.home, false, L.point(left + right, top + bottom));
    map.setMinZoom(0); // a limit above the present zoom would start a zoom of its own
    map.fitBounds(scene.home, { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], animate: false });
    map.setMinZoom(Math.max(1, homeZoom - 1.5));
    fitting = false;
    moved = false;
    sessionStorage.removeItem(viewKey());
  }

  function openView() {
    const kept = JSON.parse(sessionStorage.getItem(viewKey()) || "null");
    home();
    if (!kept) return;
    map.setView(kept.centre, kept.zoom, { animate: false });
    taken();
    keepView();
  }

  /* The view belongs to the person from their first drag or zoom on; until then it follows the window's size. */
  function taken() {
    if (!fitting && scene) moved = true;
  }

  function keepView() {
    if (!moved) return;
    sessionStorage.setItem(viewKey(), JSON.stringify({ centre: map.getCenter(), zoom: map.getZoom() }));
  }

  // —— data

  function pointsAddress() {
    if (!points.partial) return scene.points;
    const bounds = map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return `${scene.points}&bbox=${box.map((degree) => degree.toFixed(4)).join(",")}&zoom=${Math.floor(map.getZoom())}`;
  }

  function load() {
    const wanted = [scene.townships, pointsAddress()];
    loading = wanted.join();
    map.getContainer().dataset.ready = "";
    Promise.all(wanted.map(CountyMap.fetchOnce)).then(
      ([shapes, schools]) => {
        if (loading !== wanted.join()) return; // something newer was asked for meanwhile
        towns = CountyMap.readTownships(shapes);
        names = new Map(towns.map((town) => [town.code, town.name]));
        points = CountyMap.readPoints(schools);
        drawGround(shapes);
        draw();
        map.getContainer().dataset.ready = "yes";
      },
      () => note.show(CountyMap.element("span", "", "地图数据没有取到。请检查程序是否还在运行，再刷新页面。"))
    );
  }

  // —— the ground

  function drawGround(shapes) {
    ground.clearLayers();
    L.geoJSON(shapes, {
      style: (feature) => townStyle(feature.properties),
      onEachFeature(feature, layer) {
        layer.on("click", (event) => {
          L.DomEvent.stop(event);
          const mark = CountyMap.markAt(marks, event.containerPoint.x, event.containerPoint.y);
          pick(feature.properties.code, mark);
        });
        layer.on("mouseover", () => layer.setStyle({ fillOpacity: 0.85 }));
        layer.on("mouseout", () => layer.setStyle({ fillOpacity: 1 }));
      },
    }).addTo(ground);
    raiseChosen();
  }

  function townStyle(town) {
    const chosen = town.code === scene.township;
    // A circle stands for a township without a boundary: its edge is drawn, and broken.
    const usual = town.mark ? { color: scene.colours.text, weight: 1.2, dashArray: "3 3" } : { color: "#fff", weight: 1.4 };
    const edge = chosen ? { color: scene.colours.ink, weight: 2.6, dashArray: null } : usual;
    return { ...edge, fillColor: town.colour, fillOpacity: 1, lineJoin: "round" };
  }

  function paintGround(pen, project, size) {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, size.width, size.height);
    pen.lineWidth = 1.2;
    pen.lineJoin = "round";
    for (const town of towns) {
      pen.beginPath();
      for (const ring of town.rings) {
        ring.forEach((corner, index) => {
          const { x, y } = project(toPixel(corner));
          if (index) pen.lineTo(x, y);
          else pen.moveTo(x, y);
        });
        pen.closePath();
      }
      pen.fillStyle = town.colour;
      pen.fill();
      pen.strokeStyle = "#fff";
      pen.stroke();
    }
  }

  // —— schools and names

  function radius(pupils) {
    const crowd = Math.min(1, Math.max(0.45, Math.sqrt(400 / Math.max(1, points.schools.length))));
    const size = Math.max(4.2, Math.min(16, Math.sqrt(pupils || 0) / 3.1)); // the area grows with the pupils
    const room = Math.min(1.2, Math.max(0.7, map.getSize().x / USUAL_WIDTH));
    return size * crowd * room * Math.pow(2, 0.2 * (map.getZoom() - homeZoom)); // grown slower than the map, or they would merge
  }

  const toPixel = ([longitude, latitude]) => map.latLngToContainerPoint([latitude, longitude]);
  const inWindow = ({ x, y }, size) => x > 0 && y > 0 && x < size.x && y < size.y;

  function schoolMarks() {
    const all = points.schools.map((school) => {
      const { x, y } = toPixel([school.longitude, school.latitude]);
      return { school, x, y, radius: radius(school.pupils) };
    });
    return CountyMap.inPaintingOrder(all);
  }

  function draw() {
    if (marksLayer && scene) marksLayer.redraw();
  }

  function paint(pen) {
    if (!scene) return;
    marks = schoolMarks();
    const size = map.getSize();
    const colours = scene.colours;
    for (const mark of marks) {
      const faded = scene.township && mark.school.township !== scene.township;
      CountyMap.drawMark(pen, mark.school.state, mark.x, mark.y, mark.radius, colours, faded);
    }
    paintCells(pen);
    const insetSize = CountyMap.insetSize(size.x);
    const wide = size.x > 560 && map.getZoom() <= homeZoom + INSET_ROOM;
    const windows = wide ? CountyMap.crowded(marks, insetSize).filter(({ middle }) => inWindow(middle, size)) : [];
    const taken = [];
    windows.forEach((inset, index) => {
      const [width, height] = [insetSize.width / inset.scale, (insetSize.height - CountyMap.insetTitle) / inset.scale];
      pen.strokeStyle = colours.ink;
      pen.lineWidth = 1;
      pen.strokeRect(inset.middle.x - width / 2, inset.middle.y - height / 2, width, height);
      taken.push([0, index * (insetSize.height + 8), insetSize.width, (index + 1) * (insetSize.height + 8)]);
    });
    insets.show(windows, insetSize, names, colours, paintGround, scene);
    paintNames(pen, size, [...taken, ...CountyMap.controlBoxes(map)]);
  }

  function paintCells(pen) {
    for (const cell of points.cells) {
      const { x, y } = toPixel([cell.longitude, cell.latitude]);
      const size = Math.max(11, Math.min(21, 7 + 2.2 * Math.log2(cell.schools + 1)));
      pen.beginPath();
      pen.arc(x, y, size, 0, 2 * Math.PI);
      pen.fillStyle = cell.colour;
      pen.fill();
      pen.strokeStyle = scene.colours.text;
      pen.lineWidth = 1;
      pen.stroke();
      CountyMap.drawText(pen, String(cell.schools), x, y, { size: 11, weight: 700, colour: scene.colours.ink, halo: 0 });
    }
  }

  function paintNames(pen, size, taken) {
    const view = [0, 0, size.x, size.y];
    const chosen = marks.find((mark) => mark.school.code === scene.school);
    const tag = chosen && CountyMap.tagBox(pen, chosen, size.x);
    const boxes = towns.map((town) => CountyMap.townBox(pen, town, toPixel, lastPlaces.get(town.code)));
    const cellMarks = points.cells.map((cell) => ({ ...toPixel([cell.longitude, cell.latitude]), radius: 14 }));
    const written = tag ? [...taken, tag] : [...taken];
    CountyMap.placeTownships(boxes, [...marks, ...cellMarks], view, written).forEach((place, index) => {
      if (!place) return;
      const town = towns[index];
      const { lat, lng } = map.containerPointToLatLng([place.x, place.y]);
      lastPlaces.set(town.code, [lng, lat]);
      CountyMap.paintTownship(pen, town, place, town.code === scene.township, scene.colours);
      const { width, height } = boxes[index];
      written.push([place.x - width / 2, place.y - height / 2, place.x + width / 2, place.y + height / 2]);
    });
    if (map.getZoom() >= homeZoom + NAMES_FROM) {
      const seen = marks.filter(({ x, y, school }) => inWindow({ x, y }, size) && school.code !== scene.school);
      if (seen.length <= MOST_NAMES) CountyMap.paintSchools(pen, seen, written, scene.colours);
    }
    if (chosen) {
      CountyMap.drawRing(pen, chosen.x, chosen.y, chosen.radius, scene.colours);
      CountyMap.paintTag(pen, chosen.school.name, tag, scene.colours);
    }
  }

  // —— choosing

  /* A school wins over the township under it. */
  function pick(township, mark) {
    const choice = mark ? { school: mark.school.code, township: mark.school.township } : { school: "", township };
    Object.assign(scene, choice); // answered at once; the page follows
    showChoice();
    window.Streamlit.setComponentValue({ ...choice, seq: Date.now() });
  }

  function showChoice() {
    ground.eachLayer((shapes) => shapes.eachLayer((layer) => layer.setStyle(townStyle(layer.feature.properties))));
    raiseChosen();
    draw();
  }

  /* The chosen township's outline lies over its neighbours' edges. */
  function raiseChosen() {
    ground.eachLayer((shapes) =>
      shapes.eachLayer((layer) => layer.feature.properties.code === scene.township && layer.bringToFront())
    );
  }

  function clicked({ containerPoint }) {
    const mark = CountyMap.markAt(marks, containerPoint.x, containerPoint.y);
    if (mark) return pick(mark.school.township, mark);
    const cell = points.cells.find((each) => {
      const { x, y } = toPixel([each.longitude, each.latitude]);
      return Math.hypot(x - containerPoint.x, y - containerPoint.y) < 16;
    });
    if (cell) map.setView([cell.latitude, cell.longitude], map.getZoom() + 2);
  }

  function showTip(x, y, mark) {
    if (!mark) return tip(0, 0, "");
    const { name, state, pupils } = mark.school;
    const roll = pupils === null ? "在校生未填报" : `${pupils.toLocaleString("zh-CN")} 人`;
    tip(x, y, `${name} · ${scene.legend.states[state]} · ${roll}`);
  }

  function hovered({ containerPoint }) {
    const mark = CountyMap.markAt(marks, containerPoint.x, containerPoint.y);
    map.getContainer().classList.toggle("leaflet-interactive", Boolean(mark));
    showTip(containerPoint.x, mark ? mark.y - mark.radius : 0, mark);
  }

  function tipOfInset(event, mark) {
    const corner = map.getContainer().getBoundingClientRect();
    showTip(event.clientX - corner.left, event.clientY - corner.top - 8, mark);
  }

  // —— the two calls from the page

  CountyMap.attach = function (leaflet) {
    map = leaflet;
    ground = L.layerGroup().addTo(map);
    marksLayer = new CountyMap.CanvasLayer(paint).addTo(map);
    insets = new CountyMap.Insets(pick, tipOfInset).addTo(map);
    legend = CountyMap.box(map, "bottomleft", "county-legend");
    note = CountyMap.box(map, "bottomright", "county-note");
    L.control.scale({ imperial: false, position: "bottomright", maxWidth: 90 }).addTo(map);
    CountyMap.zoomButtons(map, () => (home(), draw()));
    tip = CountyMap.tip(map);
    map.on("click", clicked);
    map.on("mousemove", hovered);
    map.on("mouseout", () => showTip(0, 0, null));
    map.on("dragstart zoomend keydown", taken);
    map.on("moveend", () => {
      keepView();
      if (points.partial) load();
    });
    map.on("resize", () => {
      if (!moved) home();
    });
    // The style sheet may come after the map: a change of height is not always one of the window.
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  };

  CountyMap.show = function (next) {
    const before = scene;
    scene = next;
    legend.show(...CountyMap.legend(scene.legend, scene.colours));
    note.show(...scene.notes.map((line) => CountyMap.element("div", "", line)));
    if (!before || before.place !== scene.place) {
      lastPlaces = new Map();
      points = { schools: [], cells: [], partial: false };
      openView();
    }
    if (!before || before.townships !== scene.townships || before.points !== scene.points) {
      points.partial = false;
      load();
    } else {
      showChoice();
    }
  };
})();
