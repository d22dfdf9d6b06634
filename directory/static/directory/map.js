// The map of a list's result. Without this the page has the same counts as a picture of links.
// The server gathers what lies together; the list below shows what the map shows, at one address.

const NAMED = 5;
// More than this many are no way through for the keyboard: then the list is.
const MOST_STOPS = 50;
const LEAST_ZOOM = 7;
const TOWNS_FROM_ZOOM = 9;
const PAUSE = 250;
const POINT = 0.0002;

const panel = document.querySelector("[data-map]");
const options = JSON.parse(document.querySelector("#map-options").textContent);
const texts = options.texts;
const live = panel.querySelector(".map-live");
const status = panel.querySelector("[role=status]");
const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
const L = window.L;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

function start(boundaries) {
  panel.querySelector(".map-still").hidden = true;
  panel.querySelector(".map-hint").hidden = false;
  live.hidden = false;
  const map = L.map(live, {
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false,
    // One finger scrolls the page.
    dragging: !matchMedia("(pointer: coarse)").matches,
    zoomSnap: 0.25,
    minZoom: LEAST_ZOOM,
    maxZoom: options.mostZoom,
    zoomAnimation: !isStill,
    fadeAnimation: !isStill,
    markerZoomAnimation: !isStill,
    inertia: !isStill,
  });
  const areas = drawAreas(map, boundaries);
  const whole = areas.getBounds();
  const towns = drawTowns(boundaries);
  const markers = new Map();
  let view = "";
  let refocus = null;
  let opened = null;
  let asked;
  let following;
  let timer;

  panel.insertBefore(buttons(), live);
  map.fitBounds(firstView(), { animate: false, padding: options.box ? [0, 0] : [8, 8] });
  view = currentView();
  map.on("moveend", () => {
    drawClusters();
    if (view === currentView()) return;
    view = currentView();
    clearTimeout(timer);
    timer = setTimeout(follow, PAUSE);
  });
  map.on("popupclose", ({ popup }) => {
    const at = document.activeElement;
    const key = opened;
    opened = null;
    if (at === document.body || popup.getElement()?.contains(at)) focusOn(markers.get(key), popup.getLatLng());
  });
  live.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || opened === null) return;
    event.stopPropagation();
    map.closePopup();
  });
  drawClusters();

  function currentView() {
    const { lat, lng } = map.getCenter();
    return [lat.toFixed(4), lng.toFixed(4), map.getZoom()].join();
  }

  function firstView() {
    if (options.box) return toBounds(options.box);
    const chosen = areas.getLayers().filter((area) => options.municipalities.includes(area.feature.properties.slug));
    return chosen.length ? L.featureGroup(chosen).getBounds() : whole;
  }

  function buttons() {
    const row = document.createElement("div");
    row.className = "map-buttons";
    const motion = { animate: !isStill };
    const things = [
      ["+", texts.zoomIn, () => map.zoomIn(1, motion)],
      ["−", texts.zoomOut, () => map.zoomOut(1, motion)],
      [texts.whole, "", () => map.fitBounds(whole, { ...motion, padding: [8, 8] })],
    ];
    for (const [sign, label, act] of things) {
      const button = row.appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = sign;
      if (label) button.ariaLabel = label;
      button.addEventListener("click", act);
    }
    return row;
  }

  // What is seen, or nothing when that is all of Skåne. Rounded inwards: the same box gives the same view again.
  function seenBox() {
    const seen = map.getBounds();
    if (seen.contains(whole)) return "";
    const up = (degrees) => Math.ceil(degrees * 1e4) / 1e4;
    const down = (degrees) => Math.floor(degrees * 1e4) / 1e4;
    return [up(seen.getWest()), up(seen.getSouth()), down(seen.getEast()), down(seen.getNorth())].join();
  }

  // The address names whole tiles only, so that it is one of few and an answer can be kept.
  function clustersAddress() {
    const zoom = Math.min(Math.max(Math.floor(map.getZoom() + 0.25), LEAST_ZOOM), options.mostZoom);
    const width = 360 / 2 ** zoom;
    const height = width / 2;
    const seen = map.getBounds();
    const first = (degrees, step) => ((Math.floor(degrees / step) + 0.1) * step).toFixed(4);
    const last = (degrees, step) => ((Math.ceil(degrees / step) - 0.1) * step).toFixed(4);
    const box = [
      first(seen.getWest(), width),
      first(seen.getSouth(), height),
      last(seen.getEast(), width),
      last(seen.getNorth(), height),
    ];
    return `${options.api}?bbox=${box.join()}&zoom=${zoom}${options.filters && "&"}${options.filters}`;
  }

  async function drawClusters() {
    asked?.abort();
    asked = new AbortController();
    map[map.getZoom() >= TOWNS_FROM_ZOOM ? "addLayer" : "removeLayer"](towns);
    let found;
    try {
      const response = await fetch(clustersAddress(), { signal: asked.signal });
      if (!response.ok) throw new Error(response.status);
      found = (await response.json()).clusters;
    } catch (error) {
      if (error.name !== "AbortError") fail();
      return;
    }
    panel.querySelector(".map-failed").hidden = true;
    const seen = map.getBounds();
    const shown = new Map(
      found
        .filter((cluster) => seen.contains([cluster.latitude, cluster.longitude]))
        // From west to east and from north to south, as one reads.
        .sort((one, other) => other.latitude - one.latitude || one.longitude - other.longitude)
        .map((cluster) => [JSON.stringify([cluster, canSplit(cluster)]), cluster]),
    );
    const lost = [...markers].some(([key, marker]) => !shown.has(key) && marker.getElement() === document.activeElement);
    for (const [key, marker] of markers) {
      if (shown.has(key)) continue;
      marker.remove();
      markers.delete(key);
    }
    for (const [key, cluster] of shown) if (!markers.has(key)) markers.set(key, addMarker(cluster, key));
    const isCrowd = shown.size > MOST_STOPS;
    for (const key of shown.keys()) {
      const element = markers.get(key).getElement();
      element.tabIndex = isCrowd ? -1 : 0;
      // Tabbing goes by the document's order.
      if (element !== document.activeElement) element.parentElement.append(element);
    }
    status.textContent = fill(isCrowd ? texts.many : texts.shown, { count: shown.size });
    if (refocus) focusOn(null, refocus);
    else if (lost) live.focus({ preventScroll: true });
    refocus = null;
  }

  function canSplit({ count, box: [west, south, east, north] }) {
    return count > 1 && (west !== east || south !== north) && map.getZoom() < options.mostZoom;
  }

  function nameOf(cluster) {
    const place = nearestTown(boundaries, cluster);
    const what = cluster.count > 1 ? fill(texts.several, cluster) : cluster.name || texts.one;
    return fill(canSplit(cluster) ? texts.near : texts.at, { what, place });
  }

  function addMarker(cluster, key) {
    const side = cluster.count > 1 ? 44 : 30;
    const icon = new ButtonIcon({
      className: cluster.count > 1 ? "map-marker" : "map-marker map-marker-one",
      iconSize: [side, side],
      label: nameOf(cluster),
      sign: cluster.count > 1 ? cluster.count : "",
    });
    const at = [cluster.latitude, cluster.longitude];
    const marker = L.marker(at, { icon, keyboard: false, autoPanOnFocus: false, riseOnHover: true }).addTo(map);
    marker.on("click", () => (canSplit(cluster) ? comeCloser(cluster) : open(cluster, key)));
    return marker;
  }

  function comeCloser(cluster) {
    const bounds = toBounds(cluster.box);
    const zoom = Math.max(map.getBoundsZoom(bounds.pad(0.2)), Math.floor(map.getZoom()) + 1);
    refocus = bounds.getCenter();
    map.setView(refocus, Math.min(zoom, options.mostZoom), { animate: !isStill });
  }

  async function open(cluster, key) {
    const [west, south, east, north] = cluster.box;
    const box = [west - POINT, south - POINT, east + POINT, north + POINT].map((side) => side.toFixed(4)).join();
    const list = `${options.list}?${options.filters}${options.filters && "&"}box=${box}`;
    const page = await fetchPage(list);
    if (!page) return fail();
    const content = document.createElement("div");
    content.className = "map-popup";
    if (cluster.count > 1) {
      const heading = content.appendChild(document.createElement("p"));
      heading.textContent = nameOf(cluster);
    }
    const names = content.appendChild(document.createElement("ul"));
    for (const link of [...page.querySelectorAll("#results .row a")].slice(0, NAMED)) {
      names.appendChild(document.createElement("li")).append(copyOfLink(link));
    }
    if (cluster.count > NAMED) {
      const all = names.appendChild(document.createElement("li")).appendChild(document.createElement("a"));
      all.href = `${list}&view=map#results`;
      all.textContent = fill(texts.all, cluster);
    }
    const close = content.appendChild(document.createElement("button"));
    close.type = "button";
    close.className = "button button-outline";
    close.textContent = texts.close;
    close.addEventListener("click", () => map.closePopup());
    L.popup({ closeButton: false, maxWidth: 260, minWidth: 180, offset: [0, -8] })
      .setLatLng([cluster.latitude, cluster.longitude])
      .setContent(content)
      .openOn(map);
    opened = key;
    (content.querySelector("a") ?? close).focus({ preventScroll: true });
  }

  // On this marker, or on the one nearest to where it was.
  function focusOn(marker, latlng) {
    const nearest = (one, other) => (map.distance(latlng, other.getLatLng()) < map.distance(latlng, one.getLatLng()) ? other : one);
    const others = [...markers.values()].filter((other) => other.getElement().tabIndex === 0);
    const target = marker ?? (others.length ? others.reduce(nearest) : null);
    (target?.getElement() ?? live).focus({ preventScroll: true });
  }

  async function follow() {
    following?.abort();
    following = new AbortController();
    const box = seenBox();
    const query = [options.filters, box && `box=${box}`, "view=map"].filter(Boolean).join("&");
    const page = await fetchPage(`${options.list}?${query}`, following.signal);
    if (!page) return;
    const fresh = page.querySelectorAll("[data-follows]");
    document.querySelectorAll("[data-follows]").forEach((part, number) => part.replaceChildren(...fresh[number].childNodes));
    status.textContent += ` ${document.querySelector("h2[data-follows]").textContent}.`;
    followInFacets(page, box);
    history.replaceState(null, "", `${options.list}?${query}`);
  }
}

function fail() {
  const failed = panel.querySelector(".map-failed");
  failed.textContent = status.textContent = texts.failed;
  failed.hidden = false;
}

async function fetchPage(address, signal) {
  try {
    const response = await fetch(address, { signal });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}

// The counts, and the box that choosing keeps; what is ticked stays ticked.
function followInFacets(page, box) {
  const form = document.querySelector(".facets");
  if (!form) return;
  const nameOf = (input) => `${input.name}=${input.value}`;
  const countOf = (input) => input.closest("label").querySelector(".facet-count");
  const boxes = (where) => where.querySelectorAll(".facets input[type=checkbox]");
  const counts = new Map([...boxes(page)].map((input) => [nameOf(input), countOf(input)?.textContent]));
  for (const input of boxes(document)) {
    const count = countOf(input);
    if (count) count.textContent = counts.get(nameOf(input)) ?? "0";
  }
  form.querySelector("input[name=box]")?.remove();
  if (!box) return;
  const kept = document.createElement("input");
  Object.assign(kept, { type: "hidden", name: "box", value: box });
  form.append(kept);
}

function copyOfLink(link) {
  const copy = document.createElement("a");
  copy.href = link.getAttribute("href");
  copy.textContent = link.textContent;
  return copy;
}

function toBounds([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function drawAreas(map, boundaries) {
  const isChosen = ({ properties }) => options.municipalities.includes(properties.slug);
  const areas = L.geoJSON(boundaries, {
    style: (feature) => ({ className: isChosen(feature) ? "map-area map-chosen" : "map-area", fillOpacity: 1 }),
  }).addTo(map);
  areas.on("click", ({ layer, latlng }) => {
    const bounds = layer.getBounds();
    if (map.getBoundsZoom(bounds) > map.getZoom()) map.fitBounds(bounds, { animate: !isStill });
    else map.panTo(latlng, { animate: !isStill });
  });
  areas.eachLayer((area) => isChosen(area.feature) && area.bringToFront());
  return areas;
}

// For the eye alone: the names of markers say the town.
function drawTowns(boundaries) {
  return L.layerGroup(
    boundaries.features.map(({ properties }) => {
      const html = document.createElement("span");
      html.textContent = properties.name;
      html.ariaHidden = "true";
      const icon = L.divIcon({ className: "map-town", html, iconSize: null, iconAnchor: [0, -24] });
      return L.marker(properties.seat, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 });
    }),
  );
}

function nearestTown(boundaries, { latitude, longitude }) {
  const away = ({ properties: { seat } }) => (seat[0] - latitude) ** 2 + ((seat[1] - longitude) * 0.56) ** 2;
  return boundaries.features.reduce((one, other) => (away(other) < away(one) ? other : one)).properties.name;
}

class ButtonIcon extends (L?.Icon ?? Object) {
  createIcon() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.options.sign;
    button.ariaLabel = this.options.label;
    this._setIconStyles(button, "icon");
    return button;
  }

  createShadow() {
    return null;
  }
}

if (L) {
  const response = await fetch(panel.dataset.boundaries).catch(() => null);
  if (response?.ok) start(await response.json());
}
