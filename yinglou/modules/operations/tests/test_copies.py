"""Copies: written while the house is at work, verified, brought back whole."""

import io
import sqlite3
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from yinglou.kernel import worker
from yinglou.kernel.actors import Actor
from yinglou.modules.branches.models import Company
from yinglou.modules.branches.samples import a_company
from yinglou.modules.operations.management import copies

HOUSE = Actor.house("tests")


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = settings.DATA_DIR / "files"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.DATA_DIR / "keys.json").write_text("{}")
    (settings.MEDIA_ROOT / "合同.pdf").write_bytes(b"%PDF-")
    return settings.DATA_DIR


@pytest.mark.django_db(transaction=True)
def test_a_copy_brings_everything_back(data, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("pg_dump is a program of its own; the shop tries it with `make`")
    a_company(HOUSE, "时光婚纱摄影有限公司")
    said = io.StringIO()
    call_command("backup", to=str(tmp_path / "copies"), stdout=said)
    assert "verified" in said.getvalue()
    copy = next((tmp_path / "copies").iterdir())
    Company.objects.update(name="改过的名字")
    (data / "files" / "合同.pdf").unlink()
    call_command("restore", str(copy), yes=True, stdout=said)
    assert Company.objects.get().name == "时光婚纱摄影有限公司"
    assert (data / "files" / "合同.pdf").read_bytes() == b"%PDF-"
    kept = next(data.glob("before-restore-*"))
    assert (kept / "yinglou.sqlite3").exists()


def test_a_copy_whose_books_do_not_tie_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "books.sqlite3")) as file:
        file.execute("CREATE TABLE ledger_entryline (debit_minor, credit_minor)")
        file.execute("INSERT INTO ledger_entryline VALUES (100, 0), (0, 99)")
        file.commit()
    with pytest.raises(copies.CopyRefused, match="does not tie: 100 ≠ 99 fen"):
        copies._verify_sqlite(tmp_path / "books.sqlite3")


@pytest.mark.django_db(transaction=True)
def test_restore_waits_until_the_house_stands_still(data, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("needs a copy of a file")
    made = copies.make(tmp_path)
    worker._beat()
    with pytest.raises(CommandError, match="Stop `yinglou run` first"):
        call_command("restore", str(made), yes=True, stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_which_something_is_missing_is_refused(data, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("needs a copy of a file")
    made = copies.make(tmp_path)
    (made / "files" / "合同.pdf").unlink()
    with pytest.raises(copies.CopyRefused, match="is missing from the copy"):
        copies.verify(made)
