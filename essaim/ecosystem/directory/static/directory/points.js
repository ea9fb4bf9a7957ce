// Draws the structures found as points that gather when they are close. The page says everything without this module: where it
// does not run, or without WebGL, the cartogram and the lists stay. The library is fetched only when the map comes in sight.

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

const MAX_ZOOM = 15;

const boundsOf = (features) => {
  const bounds = [180, 90, -180, -90];
  for (const { geometry: { coordinates: [x, y] } } of features) {
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
};

const open = (figure, address) => {
  // A framed page opens what it leads to beside the page that frames it.
  if ("framed" in figure.dataset) window.open(address, "_blank", "noopener");
  else window.location.assign(address);
};

const draw = async (figure) => {
  const [answer] = await Promise.all([
    fetch(figure.dataset.points, { headers: { Accept: "application/geo+json" }, credentials: "omit" }),
    styles(figure.dataset.styles),
    script(figure.dataset.library),
  ]);
  if (!answer.ok) throw new Error(`points: ${answer.status}`);
  const data = await answer.json();
  if (!data.features.length) throw new Error("points: none");

  const { maplibregl } = window;
  maplibregl.setWorkerUrl(figure.dataset.worker);
  const place = figure.querySelector("[data-points-place]");
  place.hidden = false;
  const { tiles } = figure.dataset;
  const map = new maplibregl.Map({
    container: place,
    style: {
      version: 8,
      sources: {
        points: { type: "geojson", data, cluster: true, clusterRadius: 46, clusterMaxZoom: MAX_ZOOM },
        ...(tiles ? { tiles: { type: "raster", tiles: [tiles], tileSize: 256 } } : {}),
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": color("--e-sunken") } },
        ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : []),
        {
          id: "points",
          type: "circle",
          source: "points",
          filter: ["!", ["has", "point_count"]],
          paint: {
            "circle-radius": 8,
            "circle-color": "#0d5c56",
            "circle-stroke-color": "#fdfbf6",
            "circle-stroke-width": 2,
          },
        },
        // Groups are drawn as buttons over the map; this layer only makes the source give them.
        { id: "groups", type: "circle", source: "points", filter: ["has", "point_count"], paint: { "circle-opacity": 0 } },
      ],
    },
    bounds: boundsOf(data.features),
    fitBoundsOptions: { padding: 40, maxZoom: 13 },
    maxZoom: MAX_ZOOM + 2,
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
  gather(figure, map);
  name(figure, map);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    map.setPaintProperty("ground", "background-color", color("--e-sunken"));
  });
};

// Groups as buttons with their number: read by all, pressed with the keyboard.
const gather = (figure, map) => {
  let shown = new Map();
  const update = () => {
    const next = new Map();
    for (const { geometry, properties } of map.querySourceFeatures("points", { filter: ["has", "point_count"] })) {
      const id = properties.cluster_id;
      if (next.has(id)) continue;
      const marker = shown.get(id) ?? group(figure, map, geometry.coordinates, properties);
      if (!shown.has(id)) marker.addTo(map);
      next.set(id, marker);
    }
    for (const [id, marker] of shown) if (!next.has(id)) marker.remove();
    shown = next;
  };
  map.on("sourcedata", (event) => event.sourceId === "points" && event.isSourceLoaded && update());
  map.on("moveend", update);
};

const group = (figure, map, center, { cluster_id: id, point_count: count }) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-primary btn-sm rounded-pill";
  button.textContent = count;
  button.setAttribute("aria-label", `${count} ${figure.dataset.count}`);
  button.addEventListener("click", async () => {
    const source = map.getSource("points");
    const zoom = await source.getClusterExpansionZoom(id);
    if (zoom <= MAX_ZOOM) {
      map.easeTo({ center, zoom });
      return;
    }
    // All of them stand on one point, the centre of their commune: its list tells them apart.
    const [leaf] = await source.getClusterLeaves(id, 1, 0);
    const words = new URLSearchParams(figure.dataset.points.split("?")[1]);
    words.set("commune", leaf.properties.commune);
    open(figure, `${figure.dataset.list}?${words}`);
  });
  return new window.maplibregl.Marker({ element: button }).setLngLat(center);
};

// Pointing at a structure names it, a click opens its card.
const name = (figure, map) => {
  const popup = new window.maplibregl.Popup({ closeButton: false, closeOnClick: false, maxWidth: "18rem" });
  map.on("mouseenter", "points", (event) => {
    const { name: title, place, is_exact: isExact } = event.features[0].properties;
    const words = document.createElement("div");
    const strong = document.createElement("strong");
    strong.textContent = title;
    words.append(strong, ` ${place}`, isExact ? "" : ` (${figure.dataset.near})`);
    words.style.color = "#1d2928";
    popup.setLngLat(event.features[0].geometry.coordinates).setDOMContent(words).addTo(map);
    map.getCanvas().style.cursor = "pointer";
  });
  map.on("mouseleave", "points", () => {
    popup.remove();
    map.getCanvas().style.cursor = "";
  });
  map.on("click", "points", (event) => {
    open(figure, figure.dataset.card.replace("KEY", event.features[0].properties.key));
  });
};

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    watcher.unobserve(entry.target);
    draw(entry.target).catch((error) => {
      // The cartogram and the lists say the same: the reader loses nothing.
      entry.target.querySelector("[data-points-place]").hidden = true;
      console.warn("The points cannot be drawn.", error);
    });
  }
}, { rootMargin: "200px" });

// The place has no height until it is drawn: what is watched is the figure around it.
for (const figure of document.querySelectorAll("[data-points]")) watcher.observe(figure);
