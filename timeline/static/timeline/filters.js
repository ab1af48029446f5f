// Leaves fields without a value out of the address, so that a filtered page has a short one to share; and where a form leads
// back to this page, it is as scripts have changed its address. Without scripts the forms work all the same.
document.addEventListener("submit", (event) => {
  const back = event.target.elements.next;
  if (back) back.value = location.pathname + location.search;
  if (event.target.getAttribute("method") !== "get") return;
  for (const field of event.target.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("form[method=get] [name]:disabled")) field.disabled = false;
});
