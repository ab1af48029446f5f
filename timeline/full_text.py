"""The full-text index of events' tokens: how each database makes, keeps and asks it.

SQLite has an FTS5 table over `Event.search_tokens` that triggers keep in step; PostgreSQL an index on
to_tsvector('simple', search_tokens). Tokens are made in timeline.search, so neither database does more than
look them up.

SQLite forgets the triggers whenever a migration makes the events' table anew (most changes of a column or
constraint do): such a migration ends with `FullText()`, and a test fails where one does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import NotSupportedError
from django.db.migrations.operations.base import Operation, OperationCategory


@dataclass(frozen=True, slots=True)
class Index:
    """Statements that make the index (safe to run again), that drop it, and the query for ids it answers."""

    make: tuple[str, ...]
    drop: tuple[str, ...]
    lookup: str


TABLE = "timeline_event_search"
TRIGGERS = ("timeline_event_search_insert", "timeline_event_search_delete", "timeline_event_search_update")
FORGET = f"INSERT INTO {TABLE} ({TABLE}, rowid, search_tokens) VALUES ('delete', old.id, old.search_tokens);"
LEARN = f"INSERT INTO {TABLE} (rowid, search_tokens) VALUES (new.id, new.search_tokens);"
DROP_SQLITE = (*(f"DROP TRIGGER IF EXISTS {name}" for name in TRIGGERS), f"DROP TABLE IF EXISTS {TABLE}")

INDEX = {
    "sqlite": Index(
        make=(
            *DROP_SQLITE,
            f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
                search_tokens, content='timeline_event', content_rowid='id', prefix='2 3',
                tokenize="unicode61 remove_diacritics 0 categories 'L* N*'")""",
            f"CREATE TRIGGER {TRIGGERS[0]} AFTER INSERT ON timeline_event BEGIN {LEARN} END",
            f"CREATE TRIGGER {TRIGGERS[1]} AFTER DELETE ON timeline_event BEGIN {FORGET} END",
            f"""CREATE TRIGGER {TRIGGERS[2]} AFTER UPDATE OF search_tokens ON timeline_event
                WHEN old.search_tokens IS NOT new.search_tokens BEGIN {FORGET} {LEARN} END""",
            f"INSERT INTO {TABLE} ({TABLE}) VALUES ('rebuild')",
        ),
        drop=DROP_SQLITE,
        lookup=f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",
    ),
    "postgresql": Index(
        make=(
            f"""CREATE INDEX IF NOT EXISTS {TABLE} ON timeline_event
                USING gin (to_tsvector('simple', search_tokens))""",
        ),
        drop=(f"DROP INDEX IF EXISTS {TABLE}",),
        lookup="SELECT id FROM timeline_event WHERE to_tsvector('simple', search_tokens) @@ %s::tsquery",
    ),
}


def fts5(terms: Iterable) -> str:
    """All of the terms (timeline.search.Term), as FTS5 asks for them; tokens hold no sign that needs escaping."""
    return " AND ".join(f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}' for term in terms)


def tsquery(terms: Iterable) -> str:
    return " & ".join(
        "(" + " <-> ".join(f"'{token}'" for token in term.tokens) + (":*" if term.prefix else "") + ")"
        for term in terms
    )


PHRASES = {"sqlite": fts5, "postgresql": tsquery}


class FullText(Operation):
    """Make the index anew over all events; backwards, drop it. Changes no model."""

    reduces_to_sql = True
    category = OperationCategory.SQL

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        run(schema_editor, index_of(schema_editor.connection).make)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        run(schema_editor, index_of(schema_editor.connection).drop)

    def describe(self):
        return "Make the full-text index of events"


def index_of(connection) -> Index:
    if connection.vendor not in INDEX:
        raise NotSupportedError(
            f"Full text works on SQLite and PostgreSQL, not on {connection.display_name}."
        )
    return INDEX[connection.vendor]


def run(schema_editor, statements: Iterable[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement)


def triggers_missing(connection) -> list[str]:
    """Names of the triggers that should keep the index in step and are not there (SQLite; elsewhere none)."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'timeline_event'"
        )
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in there]
