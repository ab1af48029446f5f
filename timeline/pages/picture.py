"""The pictures by which other sites show a link to a page (Open Graph): a timeline's density, or an event's date.

Drawn with the font that comes with Pillow, which has few letters beside ASCII. A sentence that it cannot draw whole is
left out: half of one would say something else.
"""

import io
from collections.abc import Iterator
from functools import cache, lru_cache, partial

from django.conf import settings
from django.core.cache import cache as stored
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from timeline.addresses import filters_of
from timeline.exports.downloads import refused, shown
from timeline.exports.version import Version
from timeline.models import Event
from timeline.pages.cards import badges
from timeline.pages.event import public_or_404
from timeline.pages.strip import Shape, Strip
from timeline.pages.strips import strips_of
from timeline.query import BadQuery, EventQuery

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 72
STRIP = (MARGIN, 336, WIDTH - MARGIN, 530)  # left, top, right, bottom
PAPER, INK, SOFT, ACCENT, RULE, WASH = "#fbfaf6", "#1c1a16", "#5f5a50", "#8f2d0e", "#8a8272", "#f1e2d8"
BAR = "#4c4a46"
A_DAY = 24 * 60 * 60
AS_DRAWN = str.maketrans("–—’‘\N{NO-BREAK SPACE}", "--'' ")


@require_safe
def picture(request):
    """Strict, and of the filters alone: the order of a list does not show in it."""
    try:
        query = EventQuery.strict(request.GET)
    except BadQuery as bad:
        return refused(f"{bad.param}: {bad}")
    return answered(request, query.events(), f"picture {filters_of(query)}", partial(of_list, query))


@require_safe
def picture_event(request, public_id):
    found = public_or_404(public_id)
    if found.status == Event.Status.MERGED:
        return redirect("picture_event", found.merged_into.public_id, permanent=True)
    if found.status == Event.Status.RETRACTED:
        return refused(_("Retracted: %(reason)s") % {"reason": found.retraction_reason}, status=410)
    listed = Event.objects.filter(pk=found.pk)
    return answered(request, listed, f"picture {public_id}", partial(of_event, found))


def answered(request, events, name: str, draw):
    """Drawn once for each version of the data and each language."""

    def written(_using: str, version: Version) -> Iterator[bytes]:
        key = f"picture-{version.etag[3:-1]}"
        yield stored.get_or_set(key, lambda: png(draw(version.count)), A_DAY)

    return shown(request, events, [name], written, content_type="image/png", gzip="")


def png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def of_list(query: EventQuery, count: int) -> Image.Image:
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    words = query.words()
    top = sentence(pen, settings.SITE_TITLE if words else "", 30, SOFT, MARGIN - 16, lines=1)
    top = sentence(pen, words or settings.SITE_TITLE, 60, INK, top, lines=2)
    drawn = strips_of(query)
    said = [ngettext("%d event", "%d events", count) % count, drawn[0].note if drawn else ""]
    sentence(pen, ", ".join(filter(None, said)), 32, SOFT, min(top + 8, STRIP[1] - 72), lines=1)
    if drawn:
        strip(image, pen, drawn[0].strip)
    return image


def of_event(event: Event, _count: int) -> Image.Image:
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    when = event.date.words(_) if event.date else _("date not known")
    top = sentence(pen, "; ".join([when, *badges(event)]), 52, ACCENT, MARGIN + 24, lines=2)
    sentence(pen, event.title, 64, INK, top + 24, lines=4)
    pen.line((MARGIN, HEIGHT - 112, WIDTH - MARGIN, HEIGHT - 112), RULE, 2)
    sentence(pen, settings.SITE_TITLE, 30, SOFT, HEIGHT - 92, lines=1)
    return image


def sentence(pen: ImageDraw.ImageDraw, text: str, size: int, colour: str, top: int, *, lines: int) -> int:
    """Write it in at most so many lines from there on down; the height at which the next may begin."""
    text = " ".join(text.translate(AS_DRAWN).split())
    if not text or not can_draw(text):
        return top
    font = font_of(size)
    for line in wrapped(text, font, WIDTH - 2 * MARGIN, lines):
        pen.text((MARGIN, top), line, colour, font)
        top += round(size * 1.25)
    return top + size // 4


def wrapped(text: str, font, width: int, most: int) -> list[str]:
    """Lines of whole words that fit; what does not is cut, and the cut is shown."""
    lines, left = [], text.split()
    while left:
        count = next((n for n in range(len(left), 1, -1) if font.getlength(" ".join(left[:n])) <= width), 1)
        lines.append(" ".join(left[:count]))
        left = left[count:]
    if len(lines) > most:
        lines[most - 1] += " ..."
    lines = lines[:most]
    while font.getlength(lines[-1]) > width:
        lines[-1] = lines[-1].removesuffix(" ...").removesuffix("...")[:-1].rstrip() + "..."
    return lines


@cache
def font_of(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def can_draw(text: str) -> bool:
    """
    >>> can_draw("Events from 2012 to 2016"), can_draw("Привет")
    (True, False)
    """
    return all(character == " " or has_glyph(character) for character in text)


@lru_cache(4096)
def has_glyph(character: str) -> bool:
    font = font_of(32)
    drawn, missing = font.getmask(character), font.getmask("\N{REPLACEMENT CHARACTER}")
    return (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))


def strip(image: Image.Image, pen: ImageDraw.ImageDraw, drawn: Strip) -> None:
    left, top, right, bottom = STRIP
    if drawn.window:
        edges = [left + (right - left) * at / 100 for at in (drawn.window[0], sum(drawn.window))]
        pen.rectangle((edges[0], top, edges[1], bottom), WASH)
        for edge in edges:
            pen.line((edge, top, edge, bottom), ACCENT, 2)
    for shape in drawn.bars:
        pen.rectangle(box_of(shape), BAR)
    for shape in drawn.bands:
        box = box_of(shape)
        image.paste(hatching().crop(box), box)
    pen.line((left, bottom, right, bottom), RULE, 2)
    font, free = font_of(24), left
    for number, label in enumerate(drawn.labels):
        at = left + (right - left) * number / len(drawn.labels)
        if at >= free and can_draw(label) and at + font.getlength(label) <= WIDTH:
            pen.line((at, bottom, at, bottom + 10), RULE, 2)
            pen.text((at + 6, bottom + 8), label, SOFT, font)
            free = at + 6 + font.getlength(label) + 16


def box_of(shape: Shape) -> tuple[int, int, int, int]:
    """In pixels; as wide as a pixel at least, and with a gap to the next where there is room for one."""
    left, top, right, bottom = STRIP
    begin, end = (left + (right - left) * at / 100 for at in (shape.x, shape.x + shape.width))
    high, low = (top + (bottom - top) * at / 100 for at in (shape.y, shape.y + shape.height))
    gap = 2 if end - begin > 6 else 0
    return (
        round(begin),
        round(high),
        max(round(end) - gap, round(begin) + 1),
        max(round(low), round(high) + 2),
    )


@cache
def hatching() -> Image.Image:
    """What bands are drawn with: only a longer period is known."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    for start in range(-HEIGHT, WIDTH, 8):
        pen.line((start, HEIGHT, start + HEIGHT, 0), BAR, 2)
    return image
