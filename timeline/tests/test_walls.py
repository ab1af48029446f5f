"""The walls of the house (docs/architecture.md): which room may open which door."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
DATES = ("timeline.calendars", "timeline.dates", "timeline.date_words", "timeline.typed_dates")
PURE = ("kb.text", *DATES, "timeline.engine")
DOORS = (
    "timeline.desk",
    "timeline.pages",
    "timeline.exports",
    "timeline.importing",
    "timeline.api",
    "timeline.feeds",
    "timeline.management",
)

# What a room of pure functions has no business with: the site, the clock, the network, other processes.
FOREIGN = {
    "aiohttp", "asyncio", "config", "django", "ftplib", "http", "httpx", "multiprocessing", "psycopg", "random",
    "requests", "secrets", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time",
    "urllib.request", "urllib3",
}  # fmt: skip
# What opens connections. feedparser does so too, where it is given anything but bytes: kb.feeds alone uses it.
NETWORK = {
    "aiohttp", "feedparser", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "ssl",
    "trafilatura.downloads", "trafilatura.fetch_url", "urllib.request", "urllib3",
}  # fmt: skip
NETWORK_DOORS = {
    "kb.fetching": NETWORK - {"feedparser"},
    "kb.feeds": {"feedparser"},
    "timeline.management.commands.demo": {"socket"},  # looks whether its own port is free
}
SHELL = ("kb.text.__main__",)  # a command may ask what day it is
CLOCK = re.compile(r"\b(date|datetime|time)\.(today|now|utcnow|localtime|gmtime|time)$")


def modules(*rooms: str) -> list[str]:
    """The modules of the rooms, tests and migrations apart."""
    found = []
    for room in rooms:
        path = ROOT.joinpath(*room.split("."))
        files = [path.with_suffix(".py")] if path.with_suffix(".py").exists() else sorted(path.rglob("*.py"))
        for file in files:
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if not {"tests", "migrations"} & set(file.parts):
                found.append(name)
    return found


def source_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(source_of(module).read_text(encoding="utf-8"))


@cache
def imports(module: str) -> tuple[str, ...]:
    """Everything the module names in an import, wherever it stands in it: `from a import b` is a and a.b."""
    return tuple(_imports(module))


def _imports(module: str) -> Iterator[str]:
    package = module if source_of(module).name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            above = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            yield origin
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def within(name: str, rooms) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def loaded_by(*names: str) -> set[str]:
    """What a fresh interpreter has loaded after importing these modules."""
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_engine_loads_without_django_and_without_the_language_model():
    loaded = loaded_by("timeline.engine")
    assert not {"django", "spacy", "kb.text", "kb.models"} & loaded


def test_the_pure_rooms_load_whole_without_django():
    everything = [name for name in modules(*PURE) if not name.endswith("__main__")]
    assert "django" not in loaded_by(*everything)


def test_time_expressions_need_neither_the_language_model_nor_clean_text():
    loaded = loaded_by(*[name for name in modules("timeline.engine.timex") if not name.endswith("__main__")])
    assert not {name for name in loaded if within(name, ("spacy", "thinc", "numpy", "django", "kb"))}


def test_the_engine_reads_without_django():
    code = (
        "import sys, datetime; from timeline.engine import read;"
        "found = read('The bridge opened on 3 May 2014.', datetime.date(2016, 2, 11));"
        "sys.exit(str(found[0].date) != '2014-05-03' or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


@pytest.mark.parametrize("package", ["kb", "timeline"])
def test_the_packages_themselves_are_empty(package):
    assert (ROOT / package / "__init__.py").read_text() == ""


def test_a_pure_room_knows_no_site_no_clock_and_no_network():
    for module in modules(*PURE):
        assert not [name for name in imports(module) if within(name, FOREIGN)], module
        spoken = [ast.unparse(node) for node in ast.walk(tree_of(module)) if isinstance(node, ast.Attribute)]
        assert not [words for words in spoken if CLOCK.search(words)] or module in SHELL, module


def test_the_network_has_one_door():
    for module in modules("kb", "timeline", "config", "seeds"):
        opened = {name for name in imports(module) if within(name, NETWORK)}
        assert not {n for n in opened if not within(n, NETWORK_DOORS.get(module, ()))}, module
    assert {"socket", "http.client", "ssl"} <= set(imports("kb.fetching"))


@pytest.mark.parametrize(
    ("rooms", "may"),
    [
        (("kb.text",), ("kb.text",)),
        (DATES, DATES),
        (("timeline.engine.timex",), ("timeline.engine.timex", *DATES)),
        (("timeline.engine",), PURE),
        (("kb",), ("kb",)),
    ],
)
def test_a_room_opens_only_the_doors_it_may(rooms, may):
    for module in modules(*rooms):
        of_ours = [name for name in imports(module) if within(name, ("kb", "timeline", "config", "seeds"))]
        packages = {".".join(room.split(".")[:n]) for room in may for n in range(1, room.count(".") + 1)}
        assert not [n for n in of_ours if not within(n, may) and n not in packages], module


def test_nothing_but_the_site_itself_imports_the_site():
    for module in modules("kb", "timeline"):
        assert not [name for name in imports(module) if within(name, ("config",))], module


def test_the_work_imports_no_door():
    for module in modules("kb", "timeline"):
        if not within(module, (*DOORS, "timeline.admin", "timeline.urls")):
            assert not [name for name in imports(module) if within(name, DOORS)], module


def test_what_we_know_does_not_ask_what_happened():
    """kb uses no reverse accessor or look-up that the timeline's models hang on its own."""
    hung_on = reverse_names()
    assert {"evidence", "participations", "events_here"} <= hung_on
    for module in modules("kb"):
        used = {name for name in names_in(tree_of(module)) if name.split("__")[0] in hung_on}
        assert not used, f"{module} uses {', '.join(sorted(used))}"


def reverse_names() -> set[str]:
    """Accessors and look-ups on kb's models that come from another app's."""
    relations = [
        relation
        for model in apps.get_app_config("kb").get_models()
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and relation.is_relation
        and relation.related_model._meta.app_label == "timeline"
    ]
    names = {relation.get_accessor_name() for relation in relations} | {r.name for r in relations}
    return {name for name in names if name and not name.endswith("+")}


def names_in(tree: ast.Module) -> Iterator[str]:
    """Attributes, keyword arguments, and texts that could be a look-up or name a model of the timeline."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.isidentifier():
                yield node.value
            elif node.value.lower().startswith("timeline."):
                yield "evidence"


def test_the_wall_would_notice():
    """The look-out itself: each way over the wall is seen."""
    for code in (
        "article.evidence.all()",
        "Article.objects.filter(evidence__event=1)",
        "Article.objects.prefetch_related('evidence')",
        "apps.get_model('timeline.Event')",
    ):
        assert {n.split("__")[0] for n in names_in(ast.parse(code))} & {"evidence"}, code
