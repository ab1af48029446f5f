// Grows the list in place: the link to its next page brings that page's events here instead. Coming back to a page that
// had grown grows it again, to the same place. Without scripts the link leads to the next page.
const KEPT = "dateline-list";
const heard = document.body.appendChild(document.createElement("p"));
heard.className = "said-only";
heard.setAttribute("role", "status");
let grown = []; // addresses of the pages that were joined to this one
let list = new AbortController(); // aborted when another list stands there: what was asked for this one is dropped

const plain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

function join(last, first) {
  // Two halves of one year: its second half loses the heading, and so does a month that goes on.
  const [before, after] = [[...last.querySelectorAll(".events")].at(-1), first.querySelector(".events")];
  if (before.dataset.run === after.dataset.run) {
    before.append(...after.children);
    if (after.previousElementSibling.matches(".month")) after.previousElementSibling.remove();
    after.remove();
  }
  first.querySelector(".year").remove();
  last.append(...first.children);
  first.remove();
}

function showing(before, now) {
  // "Showing 1 to 100 of 137" of two pages, in the words that the server gave.
  now.dataset.first = before.dataset.first;
  const whole = before.dataset.first === "1" && !now.parentElement.querySelector("[rel=next]");
  now.textContent = whole
    ? now.dataset.all
    : now.dataset.part.replace("{first}", now.dataset.first).replace("{last}", now.dataset.last);
  return now.textContent;
}

async function grow(link) {
  // Returns the first of the new events, and what is now shown, in words.
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href, { signal: list.signal });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const years = document.querySelector(".years"), onward = document.querySelector(".onward");
  const come = page.querySelector(".years"), further = page.querySelector(".onward");
  for (const event of come.querySelectorAll(".event")) if (document.getElementById(event.id)) event.remove();
  const fresh = come.querySelector(".event");
  const [last, first] = [years.lastElementChild, come.firstElementChild];
  first.classList.remove("first");
  if (last.dataset.year === first.dataset.year) join(last, first);
  years.append(...come.children);
  const words = showing(onward.querySelector(".showing"), further.querySelector(".showing"));
  onward.replaceWith(further);
  for (const jump of years.querySelectorAll(".jump a[href^='?']")) {
    if (document.getElementById(`y${jump.dataset.year}`)) jump.setAttribute("href", `#y${jump.dataset.year}`);
  }
  grown.push(link.href);
  history.scrollRestoration = "manual"; // the browser would look for the place before the list is long enough
  return { fresh, words };
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".onward [rel=next]");
  if (!link || !plain(event)) return;
  event.preventDefault();
  if (link.hasAttribute("aria-busy")) return;
  const { signal } = list;
  try {
    const { fresh, words } = await grow(link);
    fresh?.querySelector(".title a").focus({ preventScroll: true });
    heard.textContent = words;
  } catch {
    if (!signal.aborted) location.assign(link.href);
  }
});

addEventListener("pagehide", () => {
  const at = document.activeElement.closest(".event")?.id;
  if (grown.length) sessionStorage.setItem(KEPT, JSON.stringify({ here: location.href, grown, at, y: scrollY }));
});

// Events that are out of sight are laid out when the browser has nothing else to do, a few at a time, so that no key or
// wheel waits for them all; and all of them before a place among them is sought.
const AT_ONCE = 6;
const idle = window.requestIdleCallback ?? setTimeout;
const layOut = () => document.documentElement.classList.add("laid-out");

function layOutMore() {
  const more = [...document.querySelectorAll(".event:not(.laid-out)")].slice(0, AT_ONCE);
  if (!more.length) return layOut();
  for (const event of more) event.classList.add("laid-out");
  idle(layOutMore);
}
addEventListener("load", () => idle(layOutMore));

const place = (address) => new URL(address).searchParams.get("after"); // whatever part of time the strip shows

async function restore({ grown: pages, at, y }) {
  layOut();
  const { signal } = list;
  try {
    for (const address of pages) {
      const next = document.querySelector(".onward [rel=next]");
      if (!next || place(next.href) !== place(address)) break; // the list has changed meanwhile
      await grow(next);
    }
  } catch {
    if (signal.aborted) return;
  }
  if (at) document.getElementById(at)?.querySelector(".title a").focus({ preventScroll: true });
  scrollTo(0, y);
}

const [arrival] = performance.getEntriesByType("navigation");
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
if (kept?.here === location.href && ["back_forward", "reload"].includes(arrival?.type)) restore(kept);

document.addEventListener("dateline:list", () => {
  list.abort();
  list = new AbortController();
  grown = [];
  history.scrollRestoration = "auto";
});

// Paper has no folds: where style alone cannot open them, they are opened for printing.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.quote:not([open])")) {
    fold.open = fold.dataset.printing = true;
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details.quote[data-printing]")) {
    fold.open = false;
    delete fold.dataset.printing;
  }
});
