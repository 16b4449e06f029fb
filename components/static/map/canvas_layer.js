/* A canvas that lies over the map, a little larger than the window, and follows it: dragged, zoomed, redrawn at rest. */
(function () {
  "use strict";
  const CountyMap = (window.CountyMap = window.CountyMap || {});
  const MARGIN = 0.2; // of the window, on every side: drawn already when it is dragged in

  CountyMap.CanvasLayer = L.Layer.extend({
    /* draw(pen): called with a pen whose (0, 0) is the window's corner. */
    initialize(draw) {
      this._draw = draw;
    },

    onAdd(map) {
      const moves = map.options.zoomAnimation && L.Browser.any3d ? "leaflet-zoom-animated" : "leaflet-zoom-hide";
      this._canvas = L.DomUtil.create("canvas", moves, this.getPane("markerPane"));
      this._canvas.style.pointerEvents = "none";
      this.redraw();
    },

    onRemove() {
      this._canvas.remove();
    },

    getEvents() {
      return { moveend: this.redraw, resize: this.redraw, viewreset: this.redraw, zoomanim: this._follow };
    },

    redraw() {
      const map = this._map;
      if (!map) return;
      const size = map.getSize();
      const edge = size.multiplyBy(MARGIN).round();
      this._corner = map.containerPointToLatLng(edge.multiplyBy(-1));
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint(edge.multiplyBy(-1)));
      const pen = CountyMap.sharpPen(this._canvas, size.x + 2 * edge.x, size.y + 2 * edge.y);
      pen.translate(edge.x, edge.y);
      this._draw(pen);
    },

    _follow({ zoom, center }) {
      const scale = this._map.getZoomScale(zoom);
      L.DomUtil.setTransform(this._canvas, this._map._latLngToNewLayerPoint(this._corner, zoom, center), scale);
    },
  });
})();
