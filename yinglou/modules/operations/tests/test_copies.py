"""Copies: written while the house is at work, verified, brought back whole."""

import io
import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

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


@pytest.mark.django_db(transaction=True)
def test_a_copy_whose_books_do_not_tie_is_refused(data, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("looks into the file")
    made = copies.make(tmp_path)
    with sqlite3.connect(made / "yinglou.sqlite3") as file:
        file.execute("PRAGMA foreign_keys=OFF")
        file.execute("CREATE TABLE IF NOT EXISTS ledger_entryline (debit_minor, credit_minor)")
    with pytest.raises(copies.CopyRefused, match="was changed"):
        copies.verify(made)


@pytest.mark.django_db
def test_restore_waits_until_the_house_stands_still(data, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("needs a copy of a file")
    from yinglou.kernel import worker

    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "keys.json").write_text("{}")
    worker._beat()
    with pytest.raises(CommandError, match="is not a copy"):
        call_command("restore", str(folder), yes=True)
