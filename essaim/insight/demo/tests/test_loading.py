"""Loading writes nothing twice, goes on where it stopped, and refuses what is not a demonstration."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.audit_trail.models import Entry
from essaim.insight.demo import services
from essaim.insight.demo.loading import Part, Stage
from essaim.insight.demo.loading.policy import day_of
from essaim.insight.demo.loading.stage import Unreadable
from essaim.insight.demo.models import LoadedPart
from essaim.steering.action_plan.models import Source
from essaim.steering.action_plan.tests.factories import SourceFactory

from .conftest import say_nothing


def _row_counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def test_second_load_writes_nothing(demo: datetime) -> None:
    before = _row_counts()
    said: list[str] = []

    result = services.load_demo(now=demo, say=said.append)

    assert result == services.LoadResult((), ())
    assert said == []
    assert _row_counts() == before
    assert before["action_plan.Plan"] == 4


def test_changed_files_are_named_and_nothing_is_written(demo: datetime) -> None:
    LoadedPart.objects.filter(name="figures").update(digest="0" * 64)
    before = _row_counts()

    result = services.load_demo(now=demo, say=say_nothing)

    assert result == services.LoadResult((), ("figures",))
    assert _row_counts() == before


def _stage_of_nothing(monkeypatch: pytest.MonkeyPatch, *parts: Part) -> None:
    monkeypatch.setattr(services, "PARTS", parts)


def _cite(key: str) -> None:
    SourceFactory(key=key)


@pytest.mark.django_db
@override_settings(ESSAIM_DEMO=True)
def test_stopped_load_goes_on_with_the_part_it_was_writing(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    is_broken = [True]

    def write_second(_stage: Stage) -> None:
        _cite("second")
        if is_broken[0]:
            raise KeyboardInterrupt

    parts = (
        Part("first", "first", (), lambda _stage: _cite("first")),
        Part("second", "second", (), write_second),
        Part("third", "third", (), lambda _stage: _cite("third")),
    )
    _stage_of_nothing(monkeypatch, *parts)
    with pytest.raises(KeyboardInterrupt):
        services.load_demo(now=moment, say=say_nothing)
    assert set(Source.objects.order_by("pk").values_list("key", flat=True)) == {"first"}

    is_broken[0] = False
    result = services.load_demo(now=moment, say=say_nothing)

    assert result.written == ("second", "third")
    assert sorted(Source.objects.order_by("pk").values_list("key", flat=True)) == ["first", "second", "third"]


@pytest.mark.django_db
def test_other_settings_are_refused_unless_forced(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    _stage_of_nothing(monkeypatch, Part("only", "only", (), lambda _stage: _cite("only")))

    with pytest.raises(services.NotADemonstration):
        services.load_demo(now=moment, say=say_nothing)
    assert not Source.objects.exists()

    assert services.load_demo(now=moment, say=say_nothing, force=True).written == ("only",)


@pytest.mark.django_db
@override_settings(ESSAIM_DEMO=True)
def test_part_that_fails_beside_outdated_ones_names_the_mend(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    def write_second(_stage: Stage) -> None:
        raise Source.DoesNotExist

    first, second = (
        Part("first", "first", (), lambda _stage: _cite("first")),
        Part("second", "second", (), write_second),
    )
    _stage_of_nothing(monkeypatch, first)
    services.load_demo(now=moment, say=say_nothing)
    _stage_of_nothing(monkeypatch, first, second)
    with pytest.raises(Source.DoesNotExist):
        call_command("demo", "load")
    LoadedPart.objects.update(digest="older")

    with pytest.raises(CommandError, match=r"second cannot be written.*first.*script/demo --fresh"):
        call_command("demo", "load")

    assert list(LoadedPart.objects.values_list("name", flat=True)) == ["first"]


def test_fresh_load_empties_first(monkeypatch: pytest.MonkeyPatch, demo: datetime) -> None:
    _stage_of_nothing(monkeypatch, Part("only", "only", (), lambda _stage: _cite("only")))

    call_command("demo", "load", "--fresh")

    assert list(LoadedPart.objects.values_list("name", flat=True)) == ["only"]
    assert list(Source.objects.values_list("key", flat=True)) == ["only"]


@pytest.mark.django_db
def test_command_says_why_it_refuses() -> None:
    with pytest.raises(CommandError, match="not those of a demonstration"):
        call_command("demo", "load")


@pytest.mark.django_db
def test_tables_of_another_database_are_its_keepers_to_bring_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("a migration to come", False)])

    with pytest.raises(CommandError, match="essaim migrate"):
        call_command("demo", "load", "--force")

    assert not Source.objects.exists()


@pytest.mark.django_db
@override_settings(ESSAIM_DEMO=True)
@pytest.mark.parametrize("force", [False, True])
def test_database_of_real_people_is_refused_even_when_forced(moment: datetime, *, force: bool) -> None:
    person = UserFactory()

    with pytest.raises(services.NotADemonstration):
        services.load_demo(now=moment, say=say_nothing, force=force)
    with pytest.raises(services.NotADemonstration):
        services.wipe_demo()

    assert list(User.objects.order_by("pk")) == [person]


def test_wipe_empties_every_table_history_and_files_included(demo: datetime, tmp_path) -> None:
    mail = tmp_path / "a.log"
    mail.write_text("Subject: a\n\nb\n")

    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        services.wipe_demo()

    left = {label: count for label, count in _row_counts().items() if count}
    assert set(left) <= {"contenttypes.ContentType", "auth.Permission"}
    assert not Entry.objects.exists()
    assert not mail.exists()
    assert connection.introspection.table_names()


def test_wipe_asks_for_a_confirmation(demo: datetime) -> None:
    before = _row_counts()

    with pytest.raises(CommandError, match="--yes"):
        call_command("demo", "wipe")

    assert _row_counts() == before


@pytest.mark.parametrize("words", ["2022-2", "avril 2006", "2022-02-25-01", "22"])
def test_unreadable_date_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date|month"):
        day_of(words)


def test_reference_of_no_form_is_refused(moment: datetime) -> None:
    with pytest.raises(Unreadable, match="names no axis"):
        Stage(moment).part_of_plan("2015-2020")
