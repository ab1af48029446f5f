// The page of a long work: asks how far it is, and puts in what has changed.

const EVERY = 1500; // milliseconds
const parser = new DOMParser();

function under_way() {
  return document.querySelector("#work-state").hasAttribute("data-unfinished");
}

async function look() {
  if (!document.hidden) {
    const address = new URL(location.href);
    address.searchParams.set("part", "1");
    try {
      const answer = await fetch(address);
      if (!answer.ok || answer.redirected) return; // logged out, or it is gone: a reload says so
      put(parser.parseFromString(await answer.text(), "text/html"));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the network is away for a while
    }
  }
  if (under_way()) setTimeout(look, EVERY);
}

function put(fresh) {
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const here = document.getElementById(part.id);
    if (words(here) === words(part)) continue;
    const had_focus = here.contains(document.activeElement);
    here.replaceChildren(...part.childNodes);
    here.toggleAttribute("data-unfinished", part.hasAttribute("data-unfinished"));
    if (had_focus) (here.querySelector("button, a") ?? document.querySelector("#work-state")).focus();
  }
}

/** What stands in it; the token of a form is another one each time. */
function words(part) {
  return part.innerHTML.replace(/ value="[^"]{64}"/g, "");
}

if (under_way()) setTimeout(look, EVERY);
