// Draws the outlines of a map over its cartogram. The page holds everything in its list; without this module, or without
// WebGL, the cartogram stays. The library is fetched only when a map comes in sight.

const waiting = new Map();

const once = (address, make) => {
  if (!waiting.has(address)) {
    waiting.set(address, new Promise((done, failed) => {
      const element = make();
      element.addEventListener("load", done);
      element.addEventListener("error", () => failed(new Error(address)));
      document.head.append(element);
    }));
  }
  return waiting.get(address);
};
const script = (src) => once(src, () => Object.assign(document.createElement("script"), { src }));
const styles = (href) => once(href, () => Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const places = (figure) =>
  new Map(
    [...figure.querySelectorAll("[data-map-list] tr[data-code]")].map((row) => [
      row.dataset.code,
      {
        fill: row.dataset.fill,
        name: row.cells[0].textContent.trim(),
        note: row.cells[1].textContent.trim(),
        url: row.querySelector("a")?.href,
        row,
      },
    ]),
  );

const boundsOf = (features) => {
  const bounds = [180, 90, -180, -90];
  const take = (part) => {
    if (typeof part[0] === "number") {
      bounds[0] = Math.min(bounds[0], part[0]);
      bounds[1] = Math.min(bounds[1], part[1]);
      bounds[2] = Math.max(bounds[2], part[0]);
      bounds[3] = Math.max(bounds[3], part[1]);
    } else part.forEach(take);
  };
  for (const feature of features) take(feature.geometry.coordinates);
  return bounds;
};

const layers = (tiles) => [
  { id: "ground", type: "background", paint: { "background-color": color("--e-sunken") } },
  ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : []),
  {
    id: "places",
    type: "fill",
    source: "places",
    paint: { "fill-color": ["get", "fill"], "fill-opacity": tiles ? 0.6 : 1 },
  },
  { id: "borders", type: "line", source: "places", paint: { "line-color": "#fdfbf6", "line-width": 1 } },
  {
    id: "chosen",
    type: "line",
    source: "places",
    paint: {
      "line-color": color("--bs-body-color"),
      "line-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, 0],
    },
  },
];

const draw = async (figure) => {
  const known = places(figure);
  const [answer] = await Promise.all([
    fetch(figure.dataset.outlines, { headers: { Accept: "application/geo+json" } }),
    styles(figure.dataset.styles),
    script(figure.dataset.library),
  ]);
  if (!answer.ok) throw new Error(`outlines: ${answer.status}`);
  const collection = await answer.json();
  const features = collection.features.filter((feature) => feature.geometry && known.has(feature.properties.code));
  if (!features.length) throw new Error("outlines: none of this map");
  for (const feature of features) feature.properties.fill = known.get(feature.properties.code).fill;

  const { maplibregl } = window;
  maplibregl.setWorkerUrl(figure.dataset.worker);
  const place = figure.querySelector("[data-map-place]");
  const cartogram = figure.querySelector("[data-map-cartogram]");
  place.hidden = false;
  const sources = {
    places: { type: "geojson", data: { type: "FeatureCollection", features }, promoteId: "code" },
  };
  const { tiles } = figure.dataset;
  if (tiles) sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
  const map = new maplibregl.Map({
    container: place,
    style: { version: 8, sources, layers: layers(tiles) },
    bounds: boundsOf(features),
    fitBoundsOptions: { padding: 16 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    // A page that scrolls under the pointer must not be caught by the map.
    scrollZoom: false,
    fadeDuration: 0,
    locale: {
      "Map.Title": figure.dataset.title,
      "NavigationControl.ZoomIn": figure.dataset.zoomIn,
      "NavigationControl.ZoomOut": figure.dataset.zoomOut,
    },
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  behave(figure, map, known);
  follow(figure, map);
  choose(figure, map, place, cartogram);
};

// Pointing at a place names it, a click opens its page; its line in the list outlines it.
const behave = (figure, map, known) => {
  const popup = new window.maplibregl.Popup({ closeButton: false, closeOnClick: false, maxWidth: "18rem" });
  let chosen;
  const choose = (code) => {
    if (chosen) map.setFeatureState({ source: "places", id: chosen }, { chosen: false });
    chosen = code;
    if (chosen) map.setFeatureState({ source: "places", id: chosen }, { chosen: true });
  };
  map.on("mousemove", "places", (event) => {
    const { code } = event.features[0].properties;
    const { name, note, url } = known.get(code);
    const words = document.createElement("div");
    const title = document.createElement("strong");
    title.textContent = name;
    words.append(title, note ? ` ${note}` : "");
    words.style.color = "#1d2928";
    popup.setLngLat(event.lngLat).setDOMContent(words).addTo(map);
    map.getCanvas().style.cursor = url ? "pointer" : "";
    choose(code);
  });
  map.on("mouseleave", "places", () => {
    popup.remove();
    map.getCanvas().style.cursor = "";
    choose();
  });
  map.on("click", "places", (event) => {
    const { url } = known.get(event.features[0].properties.code);
    if (url) window.location.assign(url);
  });
  for (const [code, { row }] of known) {
    for (const kind of ["mouseenter", "focusin"]) row.addEventListener(kind, () => choose(code));
    for (const kind of ["mouseleave", "focusout"]) row.addEventListener(kind, () => choose());
  }
};

// Light and dark follow the device while the page is open.
const follow = (figure, map) => {
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    map.setPaintProperty("ground", "background-color", color("--e-sunken"));
    map.setPaintProperty("chosen", "line-color", color("--bs-body-color"));
  });
};

const choose = (figure, map, place, cartogram) => {
  if (!cartogram) return;
  const choice = figure.querySelector("[data-map-choice]");
  const show = (what) => {
    place.hidden = what !== "outlines";
    cartogram.hidden = what === "outlines";
    figure.querySelector("[data-map-cartogram-note]").hidden = cartogram.hidden;
    if (what === "outlines") map.resize();
    for (const button of choice.querySelectorAll("button")) {
      const isShown = button.dataset.mapShow === what;
      button.setAttribute("aria-pressed", String(isShown));
      button.classList.toggle("btn-primary", isShown);
      button.classList.toggle("btn-outline", !isShown);
    }
  };
  choice.hidden = false;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("[data-map-show]");
    if (button) show(button.dataset.mapShow);
  });
  show("outlines");
};

const start = (figure) =>
  draw(figure).catch((error) => {
    // The cartogram says the same: the reader loses nothing.
    figure.querySelector("[data-map-place]").hidden = true;
    console.warn("The outlines cannot be drawn.", error);
  });

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher.unobserve(entry.target);
    start(entry.target);
  }
}, { rootMargin: "200px" });

for (const figure of document.querySelectorAll("[data-map]:not([data-map-seen])")) {
  figure.dataset.mapSeen = "yes";
  watcher.observe(figure);
}
