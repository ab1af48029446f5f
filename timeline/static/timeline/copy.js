// A button after each text marked data-copy that puts it on the clipboard; where a browser has none, there is no button.
const template = document.getElementById("copy-beside");
if (navigator.clipboard) {
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = template.content.firstElementChild.cloneNode(true);
    const words = button.textContent;
    const status = document.createElement("span");
    status.role = "status";
    status.className = "said-only";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = status.textContent = template.dataset.copied;
      setTimeout(() => { button.textContent = words; status.textContent = ""; }, 2000);
    });
    text.after(button, status);
  }
}
