"""What SQLite can do beyond what Django expects of it."""

import sqlite3


def take_as_many_values_as_the_library_does(connection, **signal) -> None:
    """In one statement: Django splits after 999, SQLite's own limit until 3.32 (2020).

    Source: https://www.sqlite.org/limits.html, "Maximum Number Of Host Parameters In A Single SQL Statement".
    """
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = most
