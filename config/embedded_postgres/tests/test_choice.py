"""Which programs and which folder are chosen, and how an address is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.embedded_postgres import FolderForeign, MajorMismatch, binaries, layout, parse_database_url
from config.embedded_postgres.layout import Account, Layout
from config.embedded_postgres.urls import DatabaseUrlUnreadable


def _install(root: Path, major: str) -> Path:
    folder = root / major / "bin"
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {major}.4 (Debian {major}.4-1)'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without PostgreSQL but in the folder returned, and without the package."""
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", ((tmp_path, "*/bin"),))
    monkeypatch.setattr(binaries, "_of_package", lambda: iter([tmp_path / "package" / "18" / "bin"]))
    monkeypatch.setattr(binaries.shutil, "which", lambda name: None)
    monkeypatch.delenv("ESSAIM_POSTGRES_BIN", raising=False)
    return tmp_path


def test_the_highest_of_the_machine_comes_first_and_the_package_last(machine: Path) -> None:
    _install(machine / "package", "18")
    fifteen, sixteen = _install(machine, "15"), _install(machine, "16")

    found = list(binaries.candidates())

    assert [(candidate.folder, candidate.major) for candidate in found] == [
        (sixteen, 16),
        (fifteen, 15),
        (machine / "package" / "18" / "bin", 18),
    ]


def test_versions_before_15_are_left_aside(machine: Path) -> None:
    _install(machine, "14")
    package = _install(machine / "package", "18")

    assert [candidate.folder for candidate in binaries.candidates()] == [package]


def test_folder_named_in_the_environment_comes_before_all(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(machine, "16")
    asked = _install(machine / "elsewhere", "17")
    monkeypatch.setenv("ESSAIM_POSTGRES_BIN", str(asked))

    assert next(binaries.candidates()).folder == asked


def test_programs_follow_the_major_that_wrote_the_data(machine: Path) -> None:
    _install(machine, "16")
    fifteen = _install(machine, "15")
    home = Layout(machine / "home")
    home.data.mkdir(parents=True)
    (home.data / "PG_VERSION").write_text("15\n")
    machine.chmod(0o755)

    assert binaries.choose(home, Account(0, 0, is_borrowed=False)).folder == fifteen


def test_other_major_is_refused_with_what_to_do(machine: Path) -> None:
    _install(machine, "16")
    home = Layout(machine / "home")
    home.data.mkdir(parents=True)
    (home.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(MajorMismatch, match="written by PostgreSQL 15; this machine has 16"):
        binaries.choose(home, Account.for_server())


def test_unreadable_version_is_not_taken_for_ours(tmp_path: Path) -> None:
    home = Layout(tmp_path)
    home.data.mkdir()
    (home.data / "PG_VERSION").write_text("minutes of 2015\n")

    with pytest.raises(FolderForeign):
        home.written_major()


def test_long_path_gets_a_short_socket_folder() -> None:
    short, long = Layout(Path("/srv/essaim")), Layout(Path("/srv") / ("a" * 100))

    assert short.socket_folder == Path("/srv/essaim/run")
    assert len(str(long.socket_folder)) < layout.SOCKET_FOLDER_MAX
    assert long.socket_folder != Layout(Path("/srv") / ("b" * 100)).socket_folder


def test_root_goes_where_the_borrowed_account_can_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout.os, "geteuid", lambda: 0)
    tmp_path.chmod(0o700)

    assert Layout.of(tmp_path / "var" / "postgres").home.parent == layout.SHARED_HOME
    assert Layout.of(Path("/srv/essaim/postgres")).home == Path("/srv/essaim/postgres")


def test_root_without_an_account_to_borrow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout.os, "geteuid", lambda: 0)
    monkeypatch.setattr(layout, "UNPRIVILEGED_ACCOUNTS", ("no-such-account",))

    with pytest.raises(layout.FolderUnreachable, match="must not run as root"):
        Account.for_server()


ADDRESSES = {
    "postgresql://me:s%40crt@db.example.org:5433/essaim": {
        "NAME": "essaim",
        "USER": "me",
        "PASSWORD": "s@crt",
        "HOST": "db.example.org",
        "PORT": "5433",
    },
    "postgres://me@%2Frun%2FpostgreSQL/essaim?sslmode=require": {
        "NAME": "essaim",
        "USER": "me",
        "PASSWORD": "",
        "HOST": "/run/postgreSQL",
        "PORT": "",
        "OPTIONS": {"sslmode": "require"},
    },
    "postgresql://me@/essaim?host=/run/postgresql": {
        "NAME": "essaim",
        "USER": "me",
        "PASSWORD": "",
        "HOST": "/run/postgresql",
        "PORT": "",
    },
    "postgresql://me@[::1]:5432/essaim": {
        "NAME": "essaim",
        "USER": "me",
        "PASSWORD": "",
        "HOST": "::1",
        "PORT": "5432",
    },
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_is_read(address: str) -> None:
    assert parse_database_url(address) == ADDRESSES[address]


@pytest.mark.parametrize("address", ["mysql://me@host/essaim", "postgresql://me@host/", "essaim", "sqlite:///db"])
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(DatabaseUrlUnreadable):
        parse_database_url(address)
