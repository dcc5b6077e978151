"""An installation is told by its surroundings, and keeps its keys to itself."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from yinglou.config import environment as env

pytestmark = pytest.mark.once


def test_without_an_address_the_data_is_a_file(tmp_path):
    found = env.database("", tmp_path)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == str(tmp_path / "yinglou.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        assert pragma in found["OPTIONS"]["init_command"]


def test_an_address_alone_chooses_postgresql(tmp_path):
    found = env.database("postgres://mei:p%40ss@db.local:5433/shop?sslmode=require", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("mei", "p@ss", "db.local")
    assert (found["PORT"], found["NAME"]) == ("5433", "shop")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["max_size"] == 8


def test_a_pool_can_be_refused(tmp_path):
    assert "pool" not in env.database("postgres://u@h/n?pool=0", tmp_path)["OPTIONS"]


def test_another_database_is_refused_aloud(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="postgres"):
        env.database("mysql://u@h/n", tmp_path)


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path, monkeypatch):
    for name in ("SECRET_KEY", "BLIND_KEY", "FIELD_KEYS"):
        monkeypatch.delenv(name, raising=False)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: env.keys(tmp_path), range(16)))
    assert all(keys == made[0] for keys in made)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_keys_of_the_environment_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s")
    monkeypatch.setenv("BLIND_KEY", "Yg==")
    monkeypatch.setenv("FIELD_KEYS", '{"k1": "Zg=="}')
    assert env.keys(tmp_path) == {
        "SECRET_KEY": "s",
        "BLIND_KEY": "Yg==",
        "FIELD_KEYS": {"k1": "Zg=="},
    }
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "meant"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_flags(monkeypatch, given, meant):
    monkeypatch.setenv("X_FLAG", given)
    assert env.flag("X_FLAG") is meant


def test_a_number_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("X_NUMBER", "many")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env.number("X_NUMBER", 1)
