"""The words of the interface in other languages: gathered from the sources, compiled for gettext.

    python -m config.catalogues gather     write every message of the sources into locale/*/LC_MESSAGES/django.po
    python -m config.catalogues compile    make django.mo beside each, where it is missing or older

Babel does it alone: neither needs GNU gettext, settings or a database. How to translate: docs/translating.md.
"""

import io
import os
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "kb", "timeline", "templates")
# Tests; and what speaks English whatever the reader's language (config.languages).
ELSEWHERE = ("tests", "migrations", "static", "timeline/api", "templates/api", "templates/feeds")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "ngettext_noop": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "pgettext_noop": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# The words of Dateline's interface. How to translate: docs/translating.md."


def catalogue_files() -> list[Path]:
    """One for each language beside English, which the sources are written in."""
    return sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))


def read(file: Path) -> Catalog:
    with file.open("rb") as po:
        return read_po(po, locale=file.parts[-3])


def messages() -> Catalog:
    """Every message that a reader or an editor may see in another language, with the files it stands in."""
    found = Catalog()
    for file in sources():
        code = io.BytesIO(as_python(file).encode())
        place = [(file.relative_to(ROOT).as_posix(), 0)]
        for _line, text, comments, context in extract("python", code, KEYWORDS, ("Translators:",)):
            found.add(text, None, place, auto_comments=comments, context=context)
    return found


def sources() -> list[Path]:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*") if file.suffix in (".py", ".html")]
    return sorted(file for file in files if not is_elsewhere(file.relative_to(ROOT).as_posix()))


def is_elsewhere(path: str) -> bool:
    return any(f"/{room}/" in f"/{path}" for room in ELSEWHERE)


def as_python(file: Path) -> str:
    """A template as the calls of gettext in it; whatever else stands there has no meaning, nor an indent."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text).splitlines())


def gather() -> None:
    """Add what is new, untranslated; drop what no source says any more; keep the rest as translated."""
    found = messages()
    for file in catalogue_files():
        catalogue = read(file)
        found.creation_date = catalogue.creation_date  # no new line for every gathering
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = HEADER
        with file.open("wb") as po:
            write_po(po, catalogue, width=0, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
        missing = [message for message in catalogue if message.id and not is_translated(message)]
        print(f"{file.relative_to(ROOT)}: {len(catalogue)} messages, {len(missing)} to translate")


def is_translated(message) -> bool:
    said = message.string if message.pluralizable else (message.string,)
    return all(said) and not message.fuzzy


def compile() -> None:
    for file in stale_files():
        made = file.with_name(f".{os.getpid()}.mo")
        with made.open("wb") as mo:
            write_mo(mo, read(file))
        made.replace(file.with_suffix(".mo"))  # at once, whoever else compiles or reads


def stale_files() -> list[Path]:
    """Catalogues that are not compiled, or were changed since."""
    return [file for file in catalogue_files() if changed_at(file) > changed_at(file.with_suffix(".mo"))]


def changed_at(file: Path) -> float:
    return file.stat().st_mtime if file.exists() else -1.0


if __name__ == "__main__":
    if sys.argv[1:] == ["gather"]:
        gather()
    elif sys.argv[1:] == ["compile"]:
        compile()
    else:
        sys.exit("usage: python -m config.catalogues gather | compile")
