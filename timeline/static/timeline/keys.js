// Single keys for those who read without a mouse; the dialog says which, and switches them off.
const SWITCH = "dateline-keys";
const dialog = document.getElementById("keys");
const box = document.getElementById("keys-on");
const ITEMS = ".event .title a, main .list .name a, main .names a";
const YEARS = ".years > section";

function stored(value) {
  try {
    if (value !== undefined) localStorage.setItem(SWITCH, value);
    return localStorage.getItem(SWITCH);
  } catch {
    return null; // a browser that keeps nothing: the switch holds for this page
  }
}

box.checked = stored() !== "off";
box.addEventListener("change", () => stored(box.checked ? "on" : "off"));
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-keys]")) dialog.showModal();
});

const under = () => document.querySelector(".year")?.offsetHeight ?? 0; // the sticky heading covers so much
const inSight = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > under() && top < innerHeight;
};
const focused = (items) => items.findIndex((item) => item.contains(document.activeElement));

function step(items, by) {
  // The one after or before that which has the focus; or, where none in sight has it, the first in sight.
  const at = focused(items);
  if (at >= 0 && inSight(items[at])) return items[at + by];
  const first = items.findIndex(inSight);
  return items[by > 0 || first < 0 ? first : first - 1];
}

function toItem(by) {
  const items = [...document.querySelectorAll(ITEMS)];
  const item = step(items, by);
  if (item) {
    item.focus({ preventScroll: true });
    item.closest("li").scrollIntoView({ block: "nearest" });
  } else if (by > 0 && items.length) {
    document.querySelector(".onward [rel=next]")?.click();
  }
}

function toYear(by) {
  const sections = [...document.querySelectorAll(YEARS)];
  let at = inSight(document.activeElement) ? focused(sections) : -1;
  if (at < 0) at = sections.findLastIndex((section) => section.getBoundingClientRect().top <= under());
  const next = sections[at + by];
  if (next) {
    next.scrollIntoView();
    next.querySelector("h2").focus({ preventScroll: true });
  } else {
    sections[at]?.querySelector(`.jump a[data-way=${by > 0 ? "next" : "prev"}]`)?.click();
  }
}

const ACTS = {
  "/": () => document.querySelector(".masthead [type=search]").focus(),
  "?": () => dialog.showModal(),
  j: () => toItem(1),
  k: () => toItem(-1),
  "[": () => toYear(-1),
  "]": () => toYear(1),
};

document.addEventListener("keydown", (event) => {
  if (!box.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (dialog.open || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
