"""Entries and their lines are written once: the database refuses to change or delete them.

The triggers fire per row, so that emptying whole tables (TRUNCATE, in tests) stays possible
where the database knows it.
"""

from django.db import migrations

TABLES = ("ledger_entry", "ledger_entryline")
SENTENCE = "the books are written once: correct by a new entry"


def forbid(apps, schema_editor):
    makers = {"sqlite": _forbid_on_sqlite, "postgresql": _forbid_on_postgresql}
    for table in TABLES:
        for statement in makers[schema_editor.connection.vendor](table):
            schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for verb in ("update", "delete"):
            on = f" ON {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}", params=None)
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS ledger_written_once()", params=None)


def _forbid_on_sqlite(table):
    for verb in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )


def _forbid_on_postgresql(table):
    yield (
        "CREATE OR REPLACE FUNCTION ledger_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$"
    )
    for verb in ("update", "delete"):
        yield (
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_written_once()"
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
