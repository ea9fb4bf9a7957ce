"""Doors that import-linter cannot see stay shut."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

from config.env import ROOT
from config.settings.rooms import ROOMS

OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("essaim.")]
# What django-allauth lets us override: its page names are its own.
ALLAUTH_FOLDERS = ("account/", "allauth/", "mfa/", "socialaccount/", "usersessions/")
PLACE = {room.split(".")[-1]: number for number, room in enumerate(ROOMS)}


def _crossing_keys() -> list[models.ForeignKey]:
    return [
        field
        for model in OUR_MODELS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.model is model
        and field.related_model._meta.app_label != model._meta.app_label
    ]


def test_key_to_another_room_gives_no_way_back() -> None:
    named = [str(field) for field in _crossing_keys() if not field.remote_field.hidden]

    assert named == [], 'a key that crosses a room carries related_name="+"'


def test_key_to_another_room_protects_what_it_points_to() -> None:
    loose = [
        str(field)
        for field in _crossing_keys()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
        and not hasattr(field.model, "pgh_tracked_model")
    ]

    assert loose == []


def test_keys_point_to_lower_rooms_only() -> None:
    upward = [
        str(field)
        for field in _crossing_keys()
        if field.related_model._meta.app_label in PLACE
        and PLACE[field.related_model._meta.app_label] > PLACE[field.model._meta.app_label]
    ]

    assert upward == []


def test_no_generic_foreign_key() -> None:
    generic = [
        model.__name__
        for model in OUR_MODELS
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]

    assert generic == []


@pytest.mark.parametrize("room", ROOMS)
def test_templates_include_their_own_room_only(room: str) -> None:
    name = room.split(".")[-1]
    folder = ROOT / room.replace(".", "/") / "templates"
    pattern = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    own = (f"{name}/", "ui/", "cotton/", *(ALLAUTH_FOLDERS if name == "accounts" else ()))
    strangers = [
        f"{path.relative_to(ROOT)}: {included}"
        for path in folder.rglob("*.*")
        if path.suffix in {".html", ".txt"}
        for included in pattern.findall(path.read_text())
        if not included.startswith(own)
    ]

    assert strangers == []


def test_migrations_of_a_room_are_linear() -> None:
    for room in ROOMS:
        folder = ROOT / room.replace(".", "/") / "migrations"
        numbers = sorted(path.name[:4] for path in folder.glob("[0-9]*.py"))
        assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)], f"{room}: {numbers}"


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in ("essaim", "config")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and not path.read_text().lstrip().startswith('"""')
    ]

    assert silent == []
