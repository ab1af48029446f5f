// Suggests names while one is typed into a field with data-names (a combobox, as the ARIA practices describe it). A chosen
// one is ticked beside the field, and the form's button applies it. Without scripts the field takes a name as it is.
const FEWEST = 2; // letters
const PAUSE = 150; // ms without a key, before the site is asked
const said = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

class Combobox {
  constructor(field) {
    this.field = field;
    this.words = field.form.dataset;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-list`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.labels[0].textContent);
    this.status = document.createElement("p");
    this.status.className = "said-only";
    this.status.setAttribute("role", "status");
    field.after(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) field.setAttribute(name, value);
    field.addEventListener("input", () => this.ask());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }
  get active() {
    return this.list.querySelector("[aria-selected=true]");
  }

  ask() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    const text = this.field.value.trim();
    if (text.length < FEWEST) return this.close();
    this.waiting = setTimeout(() => this.suggest(text), PAUSE);
  }

  async suggest(text) {
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.words.suggest}?${new URLSearchParams({ q: text })}`, { signal: this.asking.signal });
      if (!answer.ok) return this.close();
      const { suggestions } = await answer.json();
      this.show(suggestions.filter((one) => one.param === this.field.name));
    } catch (why) {
      if (why.name !== "AbortError") this.close();
    }
  }

  show(found) {
    const names = found.map((one) => one.words);
    this.list.replaceChildren(...found.map((one, number) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = one.value;
      option.dataset.words = one.words;
      const twice = names.indexOf(one.words) !== names.lastIndexOf(one.words);
      option.textContent = twice ? `${one.words} (${one.value})` : one.words;
      return option;
    }));
    this.status.textContent = found.length ? said(this.words.some, { count: found.length }) : this.words.none;
    this.list.hidden = !found.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  move(by) {
    const at = this.options.indexOf(this.active);
    const count = this.options.length;
    this.active?.setAttribute("aria-selected", "false");
    const next = this.options[at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count];
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", next.id);
  }

  key(event) {
    if (event.isComposing) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.ask();
    } else if (event.key === "Enter" && open && this.active) {
      this.choose(this.active);
    } else if (event.key === "Escape" && open) {
      this.close();
    } else return;
    event.preventDefault();
  }

  choose(option) {
    if (!option) return;
    const { value, words } = option.dataset;
    const group = this.field.closest("[role=group]");
    let box = [...group.querySelectorAll("[type=checkbox]")].find((one) => one.value === value);
    if (!box) {
      const label = document.createElement("label");
      label.className = "check";
      box = document.createElement("input");
      Object.assign(box, { type: "checkbox", name: this.field.name, value });
      label.append(box, ` ${words}`);
      this.field.closest(".name").before(label);
    }
    box.checked = true;
    this.field.value = "";
    this.close();
    this.status.textContent = said(this.words.added, { name: words });
  }
}

const begin = () => {
  for (const field of document.querySelectorAll("[data-names]:not([role])")) new Combobox(field);
};
begin();
document.addEventListener("dateline:list", begin); // the filters may have been made anew with the list
