// Beside a link with data-download: how much has come and, where it is known, of how much. A file that breaks off is
// not kept. Without scripts, and with a modifier key, it stays a plain link.
const ROW_ENDS = { "text/csv": 13, "application/x-ndjson": 10 }; // a byte that stands once in every row
const page = document.documentElement;
const number = (value, style) => new Intl.NumberFormat(page.lang, style).format(value); // made when it is needed: the first one takes a while
const said = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function size(bytes) {
  const [unit, by] = bytes < 1e6 ? ["kilobyte", 1e3] : bytes < 1e9 ? ["megabyte", 1e6] : ["gigabyte", 1e9];
  return number(bytes / by, { style: "unit", unit, maximumFractionDigits: 1 });
}

function count(bytes, wanted) {
  let found = 0;
  for (const byte of bytes) if (byte === wanted) found += 1;
  return found;
}

function fileName(answer) {
  return /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "";
}

class Beside {
  // What stands beside the link: the template of the page, filled in.
  constructor(link, onCancel) {
    const template = document.getElementById("download-beside");
    this.words = template.dataset;
    this.box = template.content.firstElementChild.cloneNode(true);
    [this.bar, this.text, this.end, this.cancel] = this.box.children;
    this.cancel.addEventListener("click", onCancel);
    link.after(this.box);
  }
  show(received, done, rows, total) {
    this.text.textContent = said(rows > 0 ? this.words.rows : this.words.received, {
      size: size(received), rows: number(rows), total: number(total),
    });
    if (done > 0) this.bar.value = Math.min(done, 1);
  }
  finish(words, failed) {
    this.bar.remove();
    this.text.remove();
    this.cancel.remove();
    this.end.textContent = words;
    this.end.classList.toggle("error", failed);
  }
}

function counted(answer, beside) {
  // The body, counted as it comes; raises at its end if rows are missing.
  const type = answer.headers.get("Content-Type").split(";")[0];
  const total = Number(answer.headers.get("X-Total-Count"));
  const bytes = answer.headers.has("Content-Encoding") ? 0 : Number(answer.headers.get("Content-Length"));
  const header = type === "text/csv" ? 1 : 0;
  const rowEnd = new URL(answer.url).searchParams.get("lf") ? undefined : ROW_ENDS[type];
  let received = 0, ends = 0, telling = 0;
  const tell = () => {
    telling = 0;
    const rows = Math.min(ends - header, total);
    beside.show(received, bytes ? received / bytes : rows / total, rows, total);
  };
  return answer.body.pipeThrough(new TransformStream({
    transform(piece, out) {
      received += piece.length;
      if (rowEnd) ends += count(piece, rowEnd);
      telling ||= setTimeout(tell, 200);
      out.enqueue(piece);
    },
    flush(out) {
      if (rowEnd && ends - header < total) out.error(new Error("rows are missing"));
    },
  }));
}

async function download(link) {
  const stop = new AbortController();
  const beside = new Beside(link, () => stop.abort());
  try {
    // Never from the browser's cache: it may hold a file that broke off as if that were the whole.
    const answer = await fetch(link.href, { signal: stop.signal, cache: "no-store" });
    if (!answer.ok) return beside.finish((await answer.text()).slice(0, 300), true);
    const file = await new Response(counted(answer, beside)).blob();
    const saving = document.createElement("a");
    saving.href = URL.createObjectURL(file);
    saving.download = fileName(answer);
    saving.click();
    setTimeout(() => URL.revokeObjectURL(saving.href), 60_000);
    beside.finish(said(beside.words.complete, { size: size(file.size) }), false);
  } catch {
    beside.finish(stop.signal.aborted ? beside.words.cancelled : beside.words.broken, !stop.signal.aborted);
  }
}

const running = new WeakSet();
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-download]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (running.has(link)) return;
  link.parentElement.querySelector(".download")?.remove();
  running.add(link);
  download(link).finally(() => running.delete(link));
});
