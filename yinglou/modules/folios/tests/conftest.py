"""Lets transactional tests empty tables which refuse to be emptied.

After such a test Django deletes all rows. PostgreSQL truncates, which row triggers allow;
SQLite deletes row by row, so its triggers are lifted for that moment.
"""

from typing import Any

from django.db.backends.sqlite3.operations import DatabaseOperations

_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_flush = DatabaseOperations.execute_sql_flush


def _flush_without_triggers(self: Any, statements: list[str]) -> None:
    with self.connection.cursor() as cursor:
        triggers = cursor.execute(_TRIGGERS).fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    _flush(self, statements)
    with self.connection.cursor() as cursor:
        for _name, sql in triggers:
            cursor.execute(sql)


DatabaseOperations.execute_sql_flush = _flush_without_triggers
