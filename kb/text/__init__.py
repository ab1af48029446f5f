"""A page or a paste -> clean text, what was cut from it and why. Pure: no Django, clock or network."""

from kb.text.anchoring import found_again, moved, nearest
from kb.text.datelines import Dateline, find_dateline
from kb.text.decoding import MOST_BYTES, Unreadable, clean, decode, is_html, read_bytes
from kb.text.furniture import find_cuts
from kb.text.page import read_page
from kb.text.paste import Page, read_paste
from kb.text.sentences import sentences
from kb.text.spans import BY_HAND, Cut, masked, paragraphs, visible

__all__ = [
    "BY_HAND",
    "MOST_BYTES",
    "Cut",
    "Dateline",
    "Page",
    "Unreadable",
    "clean",
    "decode",
    "find_cuts",
    "find_dateline",
    "found_again",
    "is_html",
    "masked",
    "moved",
    "nearest",
    "paragraphs",
    "read_bytes",
    "read_page",
    "read_paste",
    "sentences",
    "visible",
]
