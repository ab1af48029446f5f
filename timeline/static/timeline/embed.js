// Tells the page around the frame how high this one is, whenever that changes: { type: "dateline:height", height }.
if (parent !== window) {
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({ type: "dateline:height", height }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
}
