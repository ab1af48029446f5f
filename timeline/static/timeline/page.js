// What a page does besides moving its strip: asked for when the page has been read, so that neither waits for it.
const names = ["filters", "download", "list", "keys"];
if (document.querySelector("[data-names]")) names.push("names");
for (const name of names) {
  const script = document.createElement("script"); // unlike import(), the page's load waits for it
  script.type = "module";
  script.src = new URL(`${name}.js`, import.meta.url);
  document.body.append(script);
}
