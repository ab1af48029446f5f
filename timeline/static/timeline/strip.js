// Where the strip scrolls (phones), begins at the chosen window instead of at the axis's start.
for (const box of document.querySelectorAll(".strip-scroll")) {
  const chosen = box.querySelector(".window")?.getBoundingClientRect();
  if (!chosen) continue;
  const seen = box.getBoundingClientRect();
  box.scrollLeft += chosen.left + chosen.width / 2 - (seen.left + seen.width / 2);
}
