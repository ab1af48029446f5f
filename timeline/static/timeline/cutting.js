// Words of a text chosen by selecting them: the button that cuts them is sent with their place, in code points.
const text = document.querySelector("[data-cutting]");
const button = document.querySelector("[data-selection]");

function placeOf(node, offset) {
  const words = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!words || !text.contains(words)) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(node, offset);
  return Number(words.dataset.start) + [...before.toString()].length;
}

function selected() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  return start === null || end === null || end <= start ? "" : `${start}-${end}`;
}

if (text && button) {
  button.hidden = false;
  button.disabled = true;
  document.addEventListener("selectionchange", () => {
    const place = selected();
    if (!place && document.activeElement === button) return; // a press may drop the selection before it is sent
    button.value = place;
    button.disabled = !place;
  });
}
