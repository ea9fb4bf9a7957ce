"""Static files are collected again when one has changed, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import LazySettings

from config import static_files


@pytest.fixture
def source(tmp_path: Path, settings: LazySettings) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("body { color: black; }")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "collected"
    return source


def test_second_start_collects_nothing(source: Path) -> None:
    assert static_files.collect_if_changed()
    assert not static_files.collect_if_changed()


def test_changed_file_is_collected_again(source: Path, settings: LazySettings) -> None:
    static_files.collect_if_changed()
    page = source / "page.css"
    page.write_text("body { color: navy; }")
    # Django compares whole seconds: a file changed within the second of its copy would look the same.
    later = page.stat().st_mtime + 2
    os.utime(page, (later, later))

    assert static_files.collect_if_changed()
    assert "navy" in (settings.STATIC_ROOT / "page.css").read_text()


def test_interrupted_collection_starts_over(source: Path, settings: LazySettings) -> None:
    static_files.collect_if_changed()
    (settings.STATIC_ROOT / static_files.STAMP).unlink()

    assert static_files.collect_if_changed()
