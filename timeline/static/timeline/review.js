// The review queue by keys: one a decision. The answer to a decision is the next card, put in place without a reload.
const place = document.getElementById("card");
const said = document.getElementById("said");
const dialog = document.getElementById("keys");
const box = document.getElementById("keys-on");
const PRECISIONS = [/^(\d{4}-\d\d)-\d\d([~?%]?)$/, /^(\d{4})-\d\d([~?%]?)$/];
const MARKS = { "": ["~", "?"], "~": ["", "%"], "?": ["%", ""], "%": ["?", "~"] }; // with "about" turned, with "uncertain" turned

let sending = false;
let pending = ""; // the first key of two
let asFound = ""; // the date before it was made less precise
let asOpened = ""; // all fields of the card

box.addEventListener("change", () => fetch(box.form.action, { method: "POST", body: new FormData(box.form) }));

const form = () => place.querySelector("form");
const field = (name) => form()?.elements[name];
const written = () => (form() ? new URLSearchParams(new FormData(form())).toString() : "");

// Every button saves what was typed, or says that it drops it; links and closing the page make the browser ask.
const unsaved = (event) => (written() !== asOpened || place.querySelector(".errorlist")) && event.preventDefault();
addEventListener("beforeunload", unsaved);

function toTheMiddle(mark) {
  const source = mark?.closest(".source"); // it scrolls by itself; the page stays
  if (!source) return;
  const [inner, outer] = [mark.getBoundingClientRect(), source.getBoundingClientRect()];
  source.scrollTop += inner.top - outer.top - (source.clientHeight - inner.height) / 2;
}

function begin() {
  toTheMiddle(place.querySelector("mark.now"));
  asFound = field("date")?.value ?? "";
  asOpened = written();
  field("date")?.addEventListener("input", read);
  said.textContent = place.querySelector("[data-said]")?.textContent ?? "";
}

async function send(button) {
  if (sending) return;
  sending = true;
  const card = form();
  const data = new FormData(card, button);
  const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]; // another one since, where they have signed in again
  if (token) data.set("csrfmiddlewaretoken", token);
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(card.action, { method: "POST", body: data, headers: { "X-Fragment": "card" } });
    if (answer.redirected) return signedOut(card);
    if (!answer.ok) throw new Error(answer.status);
    place.innerHTML = await answer.text();
    begin();
    place.querySelector(".source")?.focus({ preventScroll: true });
    place.querySelector(".errorlist")?.scrollIntoView({ block: "nearest" });
  } catch {
    card.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    removeEventListener("beforeunload", unsaved);
    card.submit(); // as without scripts: the browser says what is wrong
  } finally {
    sending = false;
    place.removeAttribute("aria-busy");
  }
}

function signedOut(card) {
  // What was typed stays: who signs in again in another tab goes on here.
  card.querySelector(".signed-out")?.remove();
  const words = Object.assign(document.createElement("p"), { className: "errornote signed-out", textContent: place.dataset.out });
  words.setAttribute("role", "alert");
  card.prepend(words);
}

let asked = 0;
async function read() {
  const mine = ++asked;
  const answer = await fetch(`${place.dataset.dates}?text=${encodeURIComponent(field("date").value)}`);
  const date = await answer.json();
  const line = document.getElementById("reads");
  if (mine !== asked || !line) return;
  line.replaceChildren();
  if (date.wrong) line.textContent = field("date").value.trim() ? date.wrong : "";
  else line.append(Object.assign(document.createElement("code"), { textContent: date.edtf }), ` ${date.words} (${date.days})`);
}

function setDate(value) {
  field("date").value = value;
  read();
}

function lessPrecise() {
  const date = field("date").value;
  const shape = PRECISIONS.find((one) => one.test(date));
  setDate(shape ? date.replace(shape, "$1$2") : asFound);
}

function turn(which) {
  const [, date, mark] = /^(.*?)([~?%]?)$/.exec(field("date").value);
  if (/^\d{4}(-\d\d){0,2}$/.test(date)) setDate(date + MARKS[mark][which]);
}

const press = (key) => [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key))?.click();
const enter = (name) => {
  const into = field(name);
  into?.focus();
  into?.select?.();
};

const ACTS = {
  "?": () => dialog.showModal(),
  e: () => enter("title"),
  d: () => enter("date"),
  t: () => enter("tags"),
  f: () => enter("note"),
  p: lessPrecise,
  "~": () => turn(0),
  u: () => turn(1),
  X: () => (pending = "X"),
  m: () => (pending = "m"),
  c: () => (pending = "c"),
};

function second(first, digit) {
  if (first === "m" || first === "c") return press(`${first}${digit}`);
  const why = field("why");
  if (!why?.options[digit]) return;
  why.selectedIndex = digit;
  press("x");
}

// Words selected in the article go along to the page that makes evidence of them.
function withSelection(link) {
  const selection = getSelection();
  const text = place.querySelector(".text");
  if (selection.isCollapsed || !selection.rangeCount || !text?.contains(selection.getRangeAt(0).commonAncestorContainer)) return;
  const range = selection.getRangeAt(0);
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length; // as the server counts: characters
  link.search = new URLSearchParams({ start, end: start + [...range.toString()].length });
}

place.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-selected]");
  if (link) withSelection(link);
  const button = event.target.closest("button");
  if (!button) return;
  if (button.name === "reading") {
    event.preventDefault();
    setDate(button.value);
  } else if (button.name) {
    event.preventDefault();
    if (form().reportValidity() || button.formNoValidate) send(button);
  } else ACTS[button.dataset.key]?.();
});

place.addEventListener("keydown", (event) => {
  if (!event.target.matches("input, textarea, select")) return;
  if (event.key === "Escape") {
    event.target.blur();
    place.querySelector(".source")?.focus({ preventScroll: true });
  } else if (event.key === "Enter" && ["note", "flagged_for"].includes(event.target.name)) {
    event.preventDefault();
    place.querySelector("[value=flag]").click();
  } else if (event.key === "Enter" && event.target.matches("input, textarea[name=title]")) {
    event.preventDefault(); // Enter in a field decides nothing
    event.target.blur();
    place.querySelector(".source")?.focus({ preventScroll: true });
  }
});

document.addEventListener("keydown", (event) => {
  const chord = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph"); // which types [ ] ~ on many keyboards
  if (!box.checked || event.defaultPrevented || chord || event.isComposing) return;
  if (dialog.open || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const first = pending;
  pending = "";
  if (first && /^[1-5]$/.test(event.key)) second(first, Number(event.key));
  else if (ACTS[event.key]) ACTS[event.key]();
  else if (/^[axsjkzrA[\]]$/.test(event.key)) press(event.key);
  else return;
  event.preventDefault();
});

begin();
