"""Bytes to text, and text to clean text; what cannot be read is refused in plain words."""

import codecs
import re
import unicodedata
from typing import BinaryIO

MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x7fELF", "a program"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)
HTML = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<meta\s[^>]{1,200}>|<(?:p|div|h1|title)(?:\s[^>]{0,300})?>",
    re.I,
)
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\u00ad\u200b\ufff9-\ufffb]")
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
ILL_FORMED = re.compile(
    "\udced[\udca0-\udcbf][\udc80-\udcbf]|[\udc80-\udcff]"
)  # a surrogate's three bytes, or one
WELL_FORMED = re.compile("[^\x00-\x7f\udc80-\udcff]")
BINARY_BYTES = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27} | {127})
SAMPLE = 100_000
MOST_BYTES = 10_000_000  # of one article; more is an archive or a mistake, and would be read for hours


class Unreadable(ValueError):
    """Nothing can be read here; the message says why in plain words."""


def read_bytes(file: BinaryIO) -> bytes:
    """What an open file holds; Unreadable, and the rest left unread, where that is more than an article may have."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unreadable(f"It is too large: an article may have at most {MOST_BYTES / 1_000_000:g} MB.")
    return data


def decode(data: bytes, charset: str = "") -> str:
    """The text of a file: by its byte order mark, declared charset, UTF-8, or a guess, in that order.

    `charset` is what a server declared for it, which counts for more than what the page says itself.

    A file that is valid UTF-8 with letters beyond ASCII is UTF-8 whatever it
    declares; no other encoding looks like it by chance. One that is UTF-8 but
    for a few bytes is refused with the line of the first: in any other encoding
    every quote from it would be wrong. Raises Unreadable.
    """
    if not data:
        raise Unreadable("The file is empty.")
    for magic, name in MAGIC:
        if data.startswith(magic):
            raise Unreadable(f"This is {name}, not a text or a web page.")
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _strictly(data[len(bom) :], encoding) or _refuse(
                f"The file begins with the mark of {encoding} but is not written in it."
            )
    if b"\x00" in data[:SAMPLE]:
        return _without_mark(data)
    if len(data[:SAMPLE].translate(None, BINARY_BYTES)) < 0.99 * len(data[:SAMPLE]):
        raise Unreadable("This is a binary file, not a text or a web page.")
    text = _strictly(data, "utf-8")
    if text is not None:
        return _declared(data, charset) or text if text.isascii() else text
    _refuse_nearly_utf8(data)
    return _declared(data, charset) or _guessed(data)


def _refuse_nearly_utf8(data: bytes) -> None:
    """Where at least as many letters are written in UTF-8 as there are bytes that fit no letter of it."""
    text = data.decode("utf-8", "surrogateescape")
    bad = ILL_FORMED.findall(text)
    if len(WELL_FORMED.findall(text)) < len(bad):
        return
    lines = BREAKS.sub("\n", text[: text.index(bad[0])]).split("\n")
    words = lines[-1][-30:].strip()
    raise Unreadable(
        f"The text is written in UTF-8, but line {len(lines)} holds a byte that is not"
        + (f", after “{words}”" if words else "")
        + ". Mend that line, or open the file elsewhere and paste its text."
    )


def _refuse(message: str):
    raise Unreadable(message)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark has its zero bytes on one side only; else it is binary."""
    head = data[: SAMPLE // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    encoding = (
        "utf-16-le" if odd > 0.4 * half > 4 * even else "utf-16-be" if even > 0.4 * half > 4 * odd else None
    )
    text = _strictly(data, encoding) if encoding else None
    if text is None:
        raise Unreadable("This is a binary file, not a text or a web page.")
    return text


def _declared(data: bytes, charset: str) -> str | None:
    """By the charset a server or the page itself declares."""
    match = DECLARED.search(data[:4096])
    label = (match[1] or match[2]).decode("ascii", "ignore") if match else ""
    return _by_label(data, charset) or _by_label(data, label)


def _by_label(data: bytes, label: str) -> str | None:
    """By the label of a charset, if there is such a charset and the page fits it."""
    label = label.strip().lower()
    if label in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        label = "cp1252"  # what browsers take these labels to mean
    try:
        codec = codecs.lookup(label).name
    except LookupError:
        return None
    if codec.startswith(("utf-16", "utf-32")) or codec in (
        "hex",
        "base64",
        "zlib",
        "bz2",
        "rot13",
        "uu",
        "quopri",
    ):
        return None
    return _strictly(data, codec)


def _guessed(data: bytes) -> str:
    """A guess from the bytes beyond ASCII; Western European where those are few."""
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if high <= 0.04 * len(data):
        text = _strictly(data, "cp1252")
        if text is not None:
            return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    text = _strictly(data, best.encoding) if best else None
    if text is None:
        raise Unreadable("The file's encoding cannot be told. Save it as UTF-8 and try again.")
    return text


def clean(text: str) -> str:
    """One form for every text kept: NFC, line ends as \\n, no control characters, no lone surrogates.

    >>> clean("Cafe\\u0301\\r\\nnoir\\x00")
    'Café\\nnoir'
    """
    text = LONE_SURROGATE.sub("\ufffd", text)
    text = CONTROLS.sub("", BREAKS.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def is_html(text: str) -> bool:
    """Whether a text is a web page, by its content.

    >>> is_html("<p>Rain fell.</p>"), is_html("Rain < snow, he said."), is_html("A <b>bold</b> claim")
    (True, False, False)
    """
    start = text[:3000].lstrip("\ufeff \t\r\n")
    if not start.startswith("<"):
        return False
    return bool(HTML.search(start))
