"""The journal is only added to, and words are compared by their bytes."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER journal_not_deleted BEFORE DELETE ON kernel_journalentry
BEGIN SELECT RAISE(ABORT, 'the journal is not erased'); END;
CREATE TRIGGER journal_not_changed BEFORE UPDATE ON kernel_journalentry
WHEN OLD.seal_id IS NOT NULL OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.actor <> OLD.actor
  OR NEW.command <> OLD.command OR NEW.arguments <> OLD.arguments OR NEW.subject <> OLD.subject
  OR NEW.about <> OLD.about OR NEW.user_id IS NOT OLD.user_id
  OR NEW.caused_by_id IS NOT OLD.caused_by_id OR NEW.request_key IS NOT OLD.request_key
BEGIN SELECT RAISE(ABORT, 'the journal is not changed'); END;
"""
SQLITE_BACK = "DROP TRIGGER journal_not_deleted; DROP TRIGGER journal_not_changed;"

POSTGRES = """
CREATE FUNCTION kernel_journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'the journal is not erased'; END IF;
  IF OLD.seal_id IS NOT NULL
     OR (to_jsonb(NEW) - 'seal_id') IS DISTINCT FROM (to_jsonb(OLD) - 'seal_id')
  THEN RAISE EXCEPTION 'the journal is not changed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER journal_guard BEFORE UPDATE OR DELETE ON kernel_journalentry
FOR EACH ROW EXECUTE FUNCTION kernel_journal_guard();
ALTER TABLE kernel_searchword ALTER COLUMN word TYPE varchar(40) COLLATE "C";
"""
POSTGRES_BACK = """
ALTER TABLE kernel_searchword ALTER COLUMN word TYPE varchar(40) COLLATE "default";
DROP TRIGGER journal_guard ON kernel_journalentry;
DROP FUNCTION kernel_journal_guard();
"""


def _run(editor, sqlite, postgres):
    """Each trigger is one statement of its own on SQLite; PostgreSQL takes them together."""
    if editor.connection.vendor == "postgresql":
        editor.execute(postgres)
        return
    with editor.connection.cursor() as cursor:
        statement = ""
        for part in sqlite.split(";"):
            statement += part + ";"
            open_trigger = "BEGIN" in statement and "END" not in statement
            if not open_trigger and part.strip():
                cursor.execute(statement)
                statement = ""


def guard(apps, editor):
    _run(editor, SQLITE, POSTGRES)


def unguard(apps, editor):
    _run(editor, SQLITE_BACK, POSTGRES_BACK)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
