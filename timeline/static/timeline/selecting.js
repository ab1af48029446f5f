// Words selected in the text of an article, with the mouse or by Shift and the arrows, become the quote of the form.
const text = document.getElementById("article-text");
const form = document.getElementById("evidence");

// The caret shows only where one may write; nothing is written.
text.readOnly = false;
text.setAttribute("aria-readonly", "true");
for (const change of ["beforeinput", "drop", "paste", "cut"]) text.addEventListener(change, (event) => event.preventDefault());

const length = (words) => [...words].length; // as the server counts: characters, not halves of them

function take() {
  const { selectionStart, selectionEnd, value } = text;
  const words = value.slice(selectionStart, selectionEnd);
  if (!words.trim()) return;
  form.elements.words.value = words.trim();
  const at = form.querySelector("input[type=hidden][name=at]");
  if (at) at.value = length(value.slice(0, selectionStart)) + length(words) - length(words.trimStart());
}

text.addEventListener("select", take);
text.addEventListener("mouseup", take);
text.addEventListener("keyup", take);
form.elements.words.addEventListener("input", () => {
  const at = form.querySelector("input[type=hidden][name=at]");
  if (at) at.value = "";
});
