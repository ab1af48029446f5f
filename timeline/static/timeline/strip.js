// Makes the strip move: wheel, pinch, drag, keys and links zoom it, two handles choose days, and the list follows.
// All that is drawn comes from the server, in percent: to zoom is to make the drawing wider in its scrolling box, and
// finer bins are fetched when the part in sight has room for them. Without scripts every bar and step is a link.
// A script of the old kind, right behind the strip: it answers before the list below it is read and laid out, as a module
// would not. So it must not count on anything further down when it begins.
"use strict";

const strips = document.getElementById("strips");
const ROOM = 190; // bins the server draws at most, less a few for an axis that is widened to its labels
const CLOSEST = 31; // days
const LEAST = 0.125; // of the part in sight, to be had on each side of it
const FINEST = 5; // pixels a bin has in sight where finer ones are asked for
const DENSE = 3; // pixels; with less, coarser ones are
const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));

function later(act, pause) {
  // The act, once nothing has asked for it for so long.
  let timer;
  const ask = () => (clearTimeout(timer), (timer = setTimeout(act, pause)));
  ask.now = () => (clearTimeout(timer), act());
  ask.not = () => clearTimeout(timer);
  return ask;
}

let shown = location.pathname + location.search; // the address that page and strip belong to
let figure, box, inner, unit, first, columns, natural, handles, mark, chosen;
let held; // the part in sight when the strip last came to rest

function begin() {
  // Reads what the server has drawn; what scripts add to it is added.
  figure = strips.querySelector(".strip:not(.within)");
  if (!figure) return false;
  [box, inner] = [figure.querySelector(".strip-scroll"), figure.querySelector(".strip-inner")];
  strips.classList.add("strip-moves");
  unit = figure.dataset.unit;
  [first, columns] = [Number(figure.dataset.first), Number(figure.dataset.columns)];
  const tinted = inner.querySelector(".window");
  const [x, width] = tinted ? ["x", "width"].map((name) => parseFloat(tinted.getAttribute(name))) : [0, 100];
  chosen = { from: Math.round((x * columns) / 100), to: Math.round(((x + width) * columns) / 100) };
  handles = ["from", "to"].map((name) => {
    const handle = document.createElement("div");
    handle.className = "handle";
    handle.tabIndex = 0;
    handle.dataset.handle = name;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", strips.dataset[name]);
    return inner.appendChild(handle);
  });
  mark = inner.appendChild(document.createElement("div"));
  mark.className = "reading";
  mark.hidden = true;
  drawChosen();
  natural = inner.offsetWidth; // last, so that the page is laid out once
  return true;
}

// days and bins by their numbers, as timeline/pages/strip.py counts them: day 1 is the first of January of the year 1

const DAY = 864e5, EPOCH = 719163; // the number of 1970-01-01

const LENGTH = { day: 1, month: 30.44, year: 365.25, decade: 3652.5, century: 36525 }; // days
const FINER = { century: "decade", decade: "year", year: "month", month: "day" };
const ISO = { day: 10, month: 7 }; // letters of 2014-06-20
const YEARS = { year: 1, decade: 10, century: 100 };

function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.round(date / DAY) + EPOCH;
}

const dateOf = (number) => new Date((number - EPOCH) * DAY);

// The number of the day a bin begins with.
function beginning(unit, bin) {
  if (unit === "day") return bin;
  return unit === "month" ? dayNumber(Math.floor(bin / 12), bin - 12 * Math.floor(bin / 12), 1) : dayNumber(bin * YEARS[unit], 0, 1);
}

// The day of that number, or the calendar's nearest.
const nearest = (day) => Math.min(Math.max(day, 1), 3652059);

// Numbers with fractions: a place in a bin <-> a day.
function dayOf(unit, place) {
  const bin = Math.floor(place), start = beginning(unit, bin);
  return start + (place - bin) * (beginning(unit, bin + 1) - start);
}

function binOf(unit, day) {
  const date = dateOf(Math.floor(day)), year = date.getUTCFullYear();
  const bin = { day: Math.floor(day), month: year * 12 + date.getUTCMonth() }[unit] ?? Math.floor(year / YEARS[unit]);
  const start = beginning(unit, bin);
  return bin + (day - start) / (beginning(unit, bin + 1) - start);
}

// A bin as the address has it: for what is wider than a year, its first or its last one.
function written(unit, bin, first = true) {
  if (unit in ISO) return dateOf(beginning(unit, bin)).toISOString().slice(0, ISO[unit]);
  return String(Math.min(Math.max(first ? bin * YEARS[unit] : (bin + 1) * YEARS[unit] - 1, 1), 9999)).padStart(4, "0");
}

// The same in words, in the language of the page.
function words(unit, bin, first = true) {
  const shape = { day: { day: "numeric", month: "long", year: "numeric" }, month: { month: "long", year: "numeric" } }[unit];
  if (!shape) return String(Number(written(unit, bin, first)));
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...shape, timeZone: "UTC" }).format(dateOf(beginning(unit, bin)));
}

// the part in sight, in columns of the axis; a fraction is a part of a column

function sight() {
  const column = inner.offsetWidth / columns;
  return [box.scrollLeft / column, Math.min(columns, (box.scrollLeft + box.clientWidth) / column)];
}

const inDays = ([from, to]) => [dayOf(unit, first + from), dayOf(unit, first + to)];
const inColumns = ([from, to]) => [binOf(unit, from) - first, binOf(unit, to) - first];
const zoomed = () => inner.classList.contains("zoomed");

function show(sought) {
  frame(sought);
  offer();
}

function frame(sought) {
  // Makes the drawing so wide that just these columns are in sight, however narrow that makes them; null: as the
  // server has drawn it, which on a phone is wider than the box.
  const [from, to] = sought ?? [0, columns];
  const width = sought ? box.clientWidth * Math.max(columns / Math.max(to - from, 1e-6), 1) : natural;
  const other = Math.abs(width - natural) > 1;
  inner.classList.toggle("zoomed", other);
  inner.style.inlineSize = other ? `${(100 * width) / box.clientWidth}%` : "";
  box.scrollLeft = (width * from) / columns;
}

function begun(seen) {
  // The strip of a page comes into sight: the days that its address looks at, else as much as there is room for, the
  // chosen window in the middle; or from the days seen last, if all of the window is there.
  const { start, end } = figure.dataset;
  if (start) {
    const days = [Number(start), Number(end) + 1];
    show(inColumns(days.map(nearest)).map((column) => clamp(column, 0, columns)));
    if (beyond() && dense(days)) ask(days);
    return;
  }
  frame(null);
  if (seen) box.scrollLeft = (inner.offsetWidth * inColumns(seen.map(nearest))[0]) / columns;
  const tinted = inner.querySelector(".window")?.getBoundingClientRect(), { left, right } = box.getBoundingClientRect();
  if (tinted && (!seen || tinted.left < left || tinted.right > right)) box.scrollLeft += tinted.left - left - Math.max(box.clientWidth - tinted.width, 24) / 2;
  offer();
}

const scrolls = () => inner.offsetWidth > box.clientWidth + 1;
const beyond = () => "before" in figure.dataset || "after" in figure.dataset;
const part = () => beyond() || scrolls();
const looking = () => new URLSearchParams(location.search).has("axis");

function offer() {
  // The links that lead elsewhere from here.
  const [from, to] = (held = sight());
  const before = from > 0.01 || "before" in figure.dataset, after = to < columns - 0.01 || "after" in figure.dataset;
  const [start, end] = inDays([from, to]);
  const there = { closer: end - start > CLOSEST, wider: beyond() || scrolls(), whole: beyond() || zoomed() || looking(), earlier: before, later: after };
  for (const link of figure.querySelectorAll("[data-step]")) link.hidden = !there[link.dataset.step];
}

function zoom(by, at = box.clientWidth / 2) {
  // In one pass: the drawing gets another width, and what was under `at` stays there.
  const [from, to] = sight();
  const under = from + ((to - from) * at) / box.clientWidth;
  const [start, end] = inDays([from, to]);
  if (by > 1) by = Math.min(by, (end - start) / CLOSEST);
  if (by > 1 || inner.offsetWidth * by >= box.clientWidth) {
    if (by === 1) return;
    show([under - (under - from) / by, under + (to - under) / by]);
    settle();
  } else if (beyond()) {
    const middle = dayOf(unit, first + under), reach = [middle - (middle - start) / by, middle + (end - middle) / by];
    if (zoomed()) show([0, columns]);
    ask(reach);
  } else if (scrolls()) {
    show([0, columns]);
    settle();
  }
}

function move(by) {
  // So many widths of the part in sight, to later days.
  const before = box.scrollLeft, [start, end] = inDays(sight());
  box.scrollLeft += by * box.clientWidth;
  const more = by > 0 ? "after" : "before";
  if (Math.abs(box.scrollLeft - before) > 1) settle();
  else if (more in figure.dataset) ask([start + by * (end - start), end + by * (end - start)]);
}

function whole() {
  settle.not();
  if (beyond()) return ask(null);
  asking?.abort();
  remember(null);
  show(null);
}

// the server's bins

const iso = (day) => written("day", Math.floor(day + 0.01)); // what reckoning loses is no day
const axisOf = ([from, to]) => `${iso(from)}/${iso(Math.max(from, to - 1))}`;

function remember(axis) {
  const url = new URL(location);
  if (axis) url.searchParams.set("axis", axis);
  else url.searchParams.delete("axis");
  history.replaceState(null, "", url);
  shown = location.pathname + location.search;
}

// How many times so many days have room on each side of themselves, in bins of that unit.
const beside = (unit, span) => ((ROOM * LENGTH[unit]) / span - 1) / 2;
// Whether that unit's bins are then few enough to be drawn, and wide enough in sight; whether those drawn are too narrow.
const fits = (unit, span) => beside(unit, span) >= LEAST && (box.clientWidth * LENGTH[unit]) / span >= FINEST;
const dense = ([start, end]) => (box.clientWidth * LENGTH[unit]) / (end - start) < DENSE;

const settle = later(() => {
  // The movement is over: the address follows, and finer or coarser bins or those beyond the axis are fetched.
  const seen = sight(), days = inDays(seen);
  remember(part() ? axisOf(days) : null);
  offer();
  const edge = (seen[1] - seen[0]) / 4;
  const lacking = ("before" in figure.dataset && seen[0] < edge) || ("after" in figure.dataset && seen[1] > columns - edge);
  const finer = FINER[unit] && fits(FINER[unit], days[1] - days[0]);
  if (lacking || finer || (beyond() && dense(days))) ask(days);
}, 200);

let asking;

async function ask(days) {
  // Fetches the strip of these days, and of what has room on both sides of them; null: of all there are.
  asking?.abort();
  remember(days && axisOf(days.map(nearest)));
  const mine = (asking = new AbortController());
  const url = new URL(strips.dataset.url, location);
  const here = new URLSearchParams(location.search);
  for (const name of new Set(here.keys())) url.searchParams.delete(name);
  for (const [name, value] of here) if (name !== "axis" && name !== "after") url.searchParams.append(name, value);
  if (days) {
    const span = days[1] - days[0];
    const finest = Object.keys(LENGTH).find((unit) => fits(unit, span)) ?? "century";
    const more = span * Math.min(beside(finest, span), 1);
    url.searchParams.set("axis", axisOf([nearest(days[0] - more), nearest(days[1] + more)]));
  }
  const seen = inDays(sight());
  try {
    const answer = await fetch(url, { signal: mine.signal });
    if (!answer.ok) return;
    const html = await answer.text(), now = inDays(sight());
    if (!same(seen, now)) days = now;
    replace(strips, html);
    if (!begin()) return;
    const there = days && kept(inColumns(days.map(nearest)));
    show(there);
    remember(there && part() ? axisOf(inDays(there)) : null);
    offer();
    where();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

const same = (days, others) => days.every((day, n) => Math.abs(day - others[n]) < 1);

function kept([from, to]) {
  // As many columns, all of them drawn.
  const many = Math.min(to - from, columns), start = clamp(from, 0, columns - many);
  return [start, start + many];
}

function replace(place, html) {
  // New contents; what had the focus has it again.
  const had = place.contains(document.activeElement) && document.activeElement;
  const name = had && (had.dataset.handle ? `[data-handle=${had.dataset.handle}]` : had.dataset.step ? `[data-step=${had.dataset.step}]` : ".strip-scroll");
  place.innerHTML = html;
  if (had) queueMicrotask(() => (place.querySelector(`${name}:not([hidden])`) ?? place.querySelector(".strip-scroll"))?.focus({ preventScroll: true }));
}

// the chosen days

function drawChosen() {
  const at = (column) => (100 * column) / columns;
  for (const handle of handles) {
    const start = handle.dataset.handle === "from", column = chosen[handle.dataset.handle];
    handle.style.setProperty("--at", at(column));
    const said = { valuemin: 0, valuemax: columns, valuenow: column, valuetext: words(unit, first + column - (start ? 0 : 1), start) };
    for (const [name, value] of Object.entries(said)) handle.setAttribute(`aria-${name}`, value);
  }
  let tinted = inner.querySelector(".window"), edges = inner.querySelectorAll(".edge");
  if (!tinted && chosen.to - chosen.from === columns) return;
  const svg = inner.querySelector(".drawing"), add = (name, kind, place) => {
    const made = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries({ class: kind, y: 0, height: "100%", y2: "100%" })) made.setAttribute(key, value);
    place.call(svg, made);
    return made;
  };
  tinted ??= add("rect", "window", svg.prepend);
  if (!edges.length) edges = [add("line", "edge", svg.append), add("line", "edge", svg.append)];
  tinted.setAttribute("x", `${at(chosen.from)}%`);
  tinted.setAttribute("width", `${at(chosen.to - chosen.from)}%`);
  edges.forEach((edge, n) => ["x1", "x2"].forEach((name) => edge.setAttribute(name, `${at(n ? chosen.to : chosen.from)}%`)));
}

function undisturbed() {
  // No other strip takes the place of this one while days are chosen on it; the list, if due, comes with the choice.
  asking?.abort();
  following?.abort();
}

function choose(name, column) {
  undisturbed();
  chosen[name] = name === "from" ? clamp(column, 0, chosen.to - 1) : clamp(column, chosen.from + 1, columns);
  drawChosen();
}

function apply(names) {
  // The address of the chosen days, and the list that goes with it. An end of all there is asks for nothing.
  applyLater.not();
  const url = new URL(location);
  url.searchParams.delete("after");
  for (const name of names) {
    const start = name === "from";
    const open = start ? chosen.from === 0 && !("before" in figure.dataset) : chosen.to === columns && !("after" in figure.dataset);
    if (open) url.searchParams.delete(name);
    else url.searchParams.set(name, written(unit, first + chosen[name] - (start ? 0 : 1), start));
  }
  if (url.href !== location.href) history.pushState(null, "", url);
  else if (!due) return;
  follow();
}

let moved = new Set();
const applyLater = later(() => {
  apply([...moved]);
  moved = new Set();
}, 600);

// the list

const heard = document.body.appendChild(document.createElement("p"));
heard.className = "said-only";
heard.setAttribute("role", "status");
// What tells of the list: on the timeline, and on the page of a name, whose other parts tell of all its events.
const FOLLOWING = ["h1", ".masthead form", "#lanes", ".columns", "#timeline", "section > #list"];
const TOLD = "link[rel=alternate], meta[property], meta[name=description]"; // what programs are told of it
let following, due = false; // whether the list is not yet that of the address
const read = new Promise((done) => document.addEventListener("DOMContentLoaded", done)); // the page to its end

async function follow() {
  // Fetches the page of the address and puts its list, filters and strip here. A strip that was moved meanwhile stays,
  // until that of the days now in sight is fetched.
  undisturbed();
  following = new AbortController();
  due = true;
  settle.not();
  const asked = location.href, seen = figure && inDays(sight());
  try {
    await read;
    const answer = await fetch(location.href, { signal: following.signal });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const drawn = page.getElementById("strips");
    for (const part of FOLLOWING) {
      const [now, then] = [document.querySelector(part), page.querySelector(part)];
      if (now && then) now.replaceWith(then);
    }
    document.title = page.title;
    for (const old of document.querySelectorAll(TOLD)) old.remove();
    document.head.append(...page.querySelectorAll(TOLD));
    strips.dataset.said = drawn.dataset.said;
    due = false;
    if (seen && (location.href !== asked || !same(seen, inDays(sight())))) ask(part() ? inDays(sight()) : null);
    else {
      replace(strips, drawn.innerHTML);
      shown = location.pathname + location.search;
      if (begin()) begun(seen);
    }
    document.dispatchEvent(new Event("dateline:list"));
    heard.textContent = strips.dataset.said;
    where();
  } catch (error) {
    if (error.name !== "AbortError") location.reload();
  }
}

addEventListener("popstate", () => {
  if (due || location.pathname + location.search !== shown) follow();
});

// where the list is: marked on the strip and, while that is out of sight, on a thin copy of it at the foot

const foot = document.createElement("div");
foot.className = "whereabouts";
foot.hidden = true;
foot.setAttribute("aria-hidden", "true");
const events = document.getElementsByClassName("event");

function where() {
  if (!figure) return void (foot.hidden = true);
  const top = document.querySelector(".year")?.offsetHeight ?? 0;
  let [low, high] = [0, events.length]; // the first event that is not yet above the sight
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle].getBoundingClientRect().bottom > top) high = middle;
    else low = middle + 1;
  }
  const day = Number(events[low]?.dataset.day);
  const at = day ? (100 * (binOf(unit, day + 0.5) - first)) / columns : -1;
  mark.hidden = !(at >= 0 && at <= 100);
  mark.style.setProperty("--at", at);
  const gone = box.getBoundingClientRect().bottom < 0;
  if (gone && foot.hidden) copy();
  foot.hidden = !gone;
  if (gone) {
    const there = foot.querySelector(".reading");
    there.hidden = mark.hidden;
    there.style.setProperty("--at", at);
  }
}

function copy() {
  foot.innerHTML = '<div class="wrap"><div class="strip"></div></div>';
  const svg = inner.querySelector(".drawing").cloneNode(false);
  svg.removeAttribute("role");
  svg.removeAttribute("aria-label");
  svg.append(...[...inner.querySelectorAll(".drawing :is(.window, .bar, .vague)")].map((shape) => shape.cloneNode()));
  foot.firstChild.firstChild.append(svg, mark.cloneNode());
}

let waiting = 0;
addEventListener("scroll", () => {
  waiting ||= requestAnimationFrame(() => {
    waiting = 0;
    if (figure?.isConnected) where();
  });
}, { passive: true });

// what the reader does

const KEYS = {
  ArrowLeft: () => move(-0.25),
  ArrowRight: () => move(0.25),
  "+": () => zoom(2),
  "=": () => zoom(2),
  "-": () => zoom(0.5),
  Home: whole,
};
const HANDLE_KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -1e9, End: 1e9 };
const STEPS = { closer: () => zoom(2), wider: () => zoom(0.5), earlier: () => move(-0.5), later: () => move(0.5), whole };

strips.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const name = event.target.dataset.handle;
  if (name && event.key in HANDLE_KEYS) {
    choose(name, chosen[name] + HANDLE_KEYS[event.key]);
    moved.add(name);
    applyLater();
  } else if (name && event.key === "Enter") applyLater.now();
  else if (box?.contains(event.target) && event.key in KEYS) KEYS[event.key]();
  else return;
  event.preventDefault();
});

strips.addEventListener("click", (event) => {
  if (dragged) event.preventDefault(); // the end of a drag is no click on a bar
  const step = event.target.closest("[data-step]");
  if (!step || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  STEPS[step.dataset.step]();
}, true);

strips.addEventListener("wheel", (event) => {
  // Only a strip that is in use takes the wheel from the page: one with the focus, or with Ctrl (which a pinch on a
  // touchpad sends as well).
  if (!box?.contains(event.target)) return;
  if (!event.deltaY || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return settle(); // it scrolls sideways by itself
  if (!event.ctrlKey && !event.metaKey && !box.contains(document.activeElement)) return;
  event.preventDefault();
  zoom(Math.exp(-clamp(event.deltaY, -100, 100) / 150), event.clientX - box.getBoundingClientRect().left);
}, { passive: false });

const pointers = new Map(); // id -> where it is, in pixels from the left
let drag = null, dragged = false;

const columnAt = (x) => (x - inner.getBoundingClientRect().left) / (inner.offsetWidth / columns);

strips.addEventListener("pointerdown", (event) => {
  if (event.button || !box?.contains(event.target)) return;
  pointers.set(event.pointerId, event.clientX);
  const handle = event.target.dataset.handle;
  const start = Math.floor(columnAt(event.clientX));
  dragged = false;
  if (pointers.size > 1) drag = { kind: "pinch" };
  else if (handle) drag = { kind: "handle", name: handle };
  else if (event.target.closest(".axis-labels")) drag = { kind: "brush", start };
  else drag = { kind: "pan", x: event.clientX };
});

strips.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (before === undefined) return;
  const x = event.clientX;
  if (drag.kind === "pan" && !dragged && Math.abs(x - drag.x) < 5) return; // still a click
  if (!dragged) strips.setPointerCapture(event.pointerId);
  dragged = true;
  const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  pointers.set(event.pointerId, x);
  if (drag.kind === "pan") {
    box.scrollLeft -= x - before;
    settle();
  } else if (drag.kind === "pinch" && others.length) {
    const [then, now] = [Math.abs(before - others[0]), Math.abs(x - others[0])];
    if (then > 8 && now > 8) zoom(now / then, (x + others[0]) / 2 - box.getBoundingClientRect().left);
  } else if (drag.kind === "handle") {
    choose(drag.name, Math.round(columnAt(x)));
  } else if (drag.kind === "brush") {
    undisturbed();
    const at = clamp(Math.floor(columnAt(x)), 0, columns - 1);
    chosen = { from: Math.min(drag.start, at), to: Math.max(drag.start, at) + 1 };
    drawChosen();
  }
});

function lift(event) {
  if (!pointers.delete(event.pointerId)) return;
  const done = drag.kind;
  setTimeout(() => (dragged = false)); // after the click that may follow
  if (pointers.size) drag = { kind: "pinch" };
  else if (dragged && event.type === "pointerup" && done === "handle") apply([drag.name]);
  else if (dragged && event.type === "pointerup" && done === "brush") apply(["from", "to"]);
  else if (following?.signal.aborted && due) follow();
}
strips.addEventListener("pointerup", lift);
strips.addEventListener("pointercancel", lift);
strips.addEventListener("dragstart", (event) => event.preventDefault()); // a bar is a link, but not one to carry away

if (begin()) {
  document.body.append(foot);
  begun();
  read.then(() => requestAnimationFrame(where));
  addEventListener("resize", () => {
    const seen = held, was = zoomed();
    inner.style.inlineSize = "";
    inner.classList.remove("zoomed");
    natural = inner.offsetWidth;
    if (was) show(seen);
  });
}
