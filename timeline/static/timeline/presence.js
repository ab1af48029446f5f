// Who else has the record open: asked every half a minute while the page is looked at.
const EVERY = 30_000;
const place = () => document.querySelector("[data-presence]"); // the queue puts a new card in place of the old one

async function ask() {
  const here = place();
  if (!here || document.hidden) return;
  const answer = await fetch(here.dataset.presence, { method: "POST" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const words = await answer.text();
  if (here.textContent !== words) here.textContent = words;
}

setInterval(ask, EVERY);
const card = document.getElementById("card");
if (card) new MutationObserver(ask).observe(card, { childList: true });
document.addEventListener("visibilitychange", ask);
addEventListener("pagehide", () => {
  if (place()) navigator.sendBeacon(`${place().dataset.presence}&left=1`);
});
