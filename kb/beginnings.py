"""Indexes that find names by their beginning, whatever the case: `name__istartswith`. Each database needs its own."""

from django.db.migrations.operations.base import Operation, OperationCategory

COLUMNS = {  # table -> the column that is searched
    "kb_alias": "name",
    "kb_article": "title",
    "kb_entity": "name",
    "kb_source": "name",
    "kb_tag": "name",
}
MAKE = {
    "sqlite": "CREATE INDEX IF NOT EXISTS {name} ON {table} ({column} COLLATE NOCASE)",
    "postgresql": "CREATE INDEX IF NOT EXISTS {name} ON {table} (upper({column}::text) text_pattern_ops)",
}


def name_of(table: str) -> str:
    return f"{table}_by_beginning"


class Beginnings(Operation):
    """Make them; backwards, drop them. SQLite loses one whenever a migration makes its table anew: such a migration ends
    with `Beginnings()`, and a test fails where one does not. Changes no model.
    """

    reduces_to_sql = True
    category = OperationCategory.SQL

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table, column in COLUMNS.items():
            make = MAKE[schema_editor.connection.vendor]
            schema_editor.execute(make.format(name=name_of(table), table=table, column=column), params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in COLUMNS:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name_of(table)}")

    def describe(self):
        return "Make the indexes of the beginnings of names"
