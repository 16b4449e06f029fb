/* The data of the map's two layers: asked for by address, once each, and turned into what the painters use. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});
  const UNIT = 1e5; // places come in units of 0.00001 degrees
  const memory = new Map(); // address → promise of its data

  /* Ask for an address; the same one is asked once, an answer that failed is forgotten. */
  function fetchOnce(address) {
    if (!memory.has(address)) {
      const answer = fetch(address, { credentials: "same-origin" }).then((reply) => {
        if (!reply.ok) throw new Error(`${reply.status} ${address}`);
        return reply.json();
      });
      answer.catch(() => memory.delete(address));
      memory.set(address, answer);
    }
    return memory.get(address);
  }

  /* Of the points route: schools one by one, or cells where they are too many; partial: only what the window shows. */
  function readPoints(data) {
    const schools = (data.code || []).map((code, row) => ({
      code,
      name: data.name[row],
      township: data.townships[data.township[row]],
      latitude: data.latitude[row] / UNIT,
      longitude: data.longitude[row] / UNIT,
      pupils: data.pupils[row],
      state: data.state[row],
    }));
    return { schools, cells: data.cells || [], partial: data.partial };
  }

  /* Of the townships route: name, text, colour, the label's first place, and the outer rings as [longitude, latitude]. */
  function readTownships(data) {
    return data.features.map(({ properties, geometry }) => {
      const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
      const rings = polygons.map((polygon) => polygon[0]);
      return { ...properties, rings, largest: rings.reduce((a, b) => (b.length > a.length ? b : a)) };
    });
  }

  Object.assign(CountyMap, { fetchOnce, readPoints, readTownships });
})();
