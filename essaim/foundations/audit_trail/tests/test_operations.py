"""Models that are created or changed together: what is folded into them, what their tables hold, and how they go."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.migrations import AddConstraint, AddField, AlterField, CreateModel, RemoveField, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.compiler import Trigger, UpsertTriggerSql
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from essaim.foundations.audit_trail.operations import ChangeTogether, CreateTogether, Undrawn, shortened

ROOM = "attic"


def _key() -> tuple[str, models.Field]:
    return "id", models.BigAutoField(primary_key=True)


def _kept(table: str, *, says: str = "kept") -> Trigger:
    sql = UpsertTriggerSql(
        func=f"RAISE EXCEPTION '{says}';",
        hash=says,
        operation="DELETE",
        pgid=f"kept_{table}",
        table=table,
        when="BEFORE",
    )
    return Trigger(name="kept", sql=sql)


def _generated() -> list[Operation]:
    """Return what Django writes for a box that names its best thing, and things that name their box."""
    return [
        CreateModel("Box", [_key(), ("size", models.IntegerField())]),
        CreateModel("Thing", [_key(), ("box", models.ForeignKey(f"{ROOM}.box", models.PROTECT))]),
        AddField("box", "best", models.ForeignKey(f"{ROOM}.thing", models.PROTECT, null=True)),
        AddConstraint("box", models.CheckConstraint(condition=models.Q(size__gt=0), name="box_has_a_size")),
        AddTrigger("box", _kept(f"{ROOM}_box")),
    ]


def test_models_come_whole_and_together() -> None:
    (together,) = shortened(_generated(), ROOM)

    assert isinstance(together, CreateTogether)
    box, thing = together.models
    assert [name for name, _field in box.fields] == ["id", "size", "best"]
    assert [constraint.name for constraint in box.options["constraints"]] == ["box_has_a_size"]
    assert [trigger.name for trigger in box.options["triggers"]] == ["kept"]
    assert thing.name == "Thing"


def test_what_is_done_to_other_models_keeps_its_order() -> None:
    before = AlterField("shelf", "size", models.BigIntegerField())
    data = RunSQL("SELECT 1", "")
    triggers = [AddTrigger("shelf", _kept("shelf")), AddTrigger("rack", _kept("rack"))]

    found = shortened([before, *_generated(), *triggers, data], ROOM)

    assert found[0] is before
    assert isinstance(found[1], CreateTogether)
    assert isinstance(found[2], ChangeTogether)
    assert found[2].operations == triggers
    assert found[3] is data


def test_what_was_shortened_stays_as_it_is() -> None:
    once = shortened(_generated(), ROOM)

    (twice,) = shortened(once, ROOM)

    assert [model.deconstruct() for model in twice.models] == [model.deconstruct() for model in once[0].models]


def test_state_is_the_one_of_the_operations_one_by_one() -> None:
    long, short = ProjectState(), ProjectState()
    for operation in _generated():
        operation.state_forwards(ROOM, long)
    for operation in shortened(_generated(), ROOM):
        operation.state_forwards(ROOM, short)

    assert short == long


def _put_in_no_box(thing: type[models.Model]) -> None:
    with transaction.atomic():
        thing.objects.create(box_id=0)
        connection.check_constraints()


@pytest.mark.django_db
def test_tables_hold_their_links_constraints_and_triggers_then_go() -> None:
    (operation,) = shortened(_generated(), ROOM)
    before, after = ProjectState(), ProjectState()
    # Drawn already, as the state of a first migration is by what came before.
    assert not list(before.apps.get_models())
    operation.state_forwards(ROOM, after)

    with connection.schema_editor() as editor:
        operation.database_forwards(ROOM, editor, before, after)
    Box, Thing = after.apps.get_model(ROOM, "box"), after.apps.get_model(ROOM, "thing")
    box = Box.objects.create(size=1)
    Box.objects.filter(pk=box.pk).update(best=Thing.objects.create(box=box))

    with pytest.raises(IntegrityError, match="box_has_a_size"), transaction.atomic():
        Box.objects.create(size=0)
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        Box.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError):
        _put_in_no_box(Thing)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        operation.database_backwards(ROOM, editor, after, before)
    assert not {f"{ROOM}_box", f"{ROOM}_thing"} & set(connection.introspection.table_names())


@pytest.mark.django_db
def test_models_that_nothing_reads_are_not_drawn() -> None:
    state = MigrationLoader(connection).project_state()
    assert len(list(state.apps.get_models())) > 100
    shelf = CreateModel("Shelf", [_key(), ("owner", models.ForeignKey("accounts.User", models.PROTECT))])
    create = CreateTogether([shelf])
    height = AddField("shelf", "height", models.IntegerField(default=1))
    change = ChangeTogether([height, AddTrigger("shelf", _kept(f"{ROOM}_shelf"))])

    for operation in (create, change):
        before = state.clone()
        operation.state_forwards(ROOM, state)
        with connection.schema_editor() as editor:
            operation.database_forwards(ROOM, editor, before, state)
        assert isinstance(state.apps, Undrawn)
        assert not state.apps.is_drawn

    columns = connection.introspection.get_table_description(connection.cursor(), f"{ROOM}_shelf")
    assert [column.name for column in columns] == ["id", "owner_id", "height"]
    # Read at last: drawn whole, and as a copy made before left it.
    copy = state.clone()
    AddField("shelf", "width", models.IntegerField(default=1)).state_forwards(ROOM, state)
    assert {field.name for field in state.apps.get_model(ROOM, "shelf")._meta.fields} >= {"owner", "height", "width"}
    assert "width" not in {field.name for field in copy.apps.get_model(ROOM, "shelf")._meta.fields}


def _changes() -> list[Operation]:
    """Return what Django writes for boxes that get a colour, a larger size, another trigger, and lose their best thing."""
    return [
        RemoveTrigger("box", "kept"),
        AddField("box", "colour", models.TextField(default="brown")),
        AlterField("box", "size", models.BigIntegerField()),
        RemoveField("box", "best"),
        AddConstraint("box", models.CheckConstraint(condition=~models.Q(colour=""), name="box_has_a_colour")),
        AddTrigger("box", _kept(f"{ROOM}_box", says="kept better")),
    ]


def test_changes_come_together_and_stay_as_they_are() -> None:
    (once,) = shortened(_changes(), ROOM)

    (twice,) = shortened([once], ROOM)

    assert [change.deconstruct() for change in twice.operations] == [change.deconstruct() for change in once.operations]


def test_second_change_of_a_field_waits_for_the_first() -> None:
    operations = [
        AddField("box", "colour", models.TextField(null=True)),
        AddField("box", "weight", models.IntegerField(null=True)),
        AlterField("box", "colour", models.TextField(default="brown")),
        AddConstraint("box", models.CheckConstraint(condition=~models.Q(colour=""), name="box_has_a_colour")),
    ]

    first, second = shortened(operations, ROOM)

    assert first.operations == operations[:2]
    assert second.operations == operations[2:]


def test_what_must_stand_alone_is_refused() -> None:
    with pytest.raises(TypeError, match="must stand alone"):
        ChangeTogether([RunSQL("SELECT 1", "")])


@pytest.mark.django_db
def test_changes_are_carried_out_and_taken_back() -> None:
    (creation,) = shortened(_generated(), ROOM)
    (changes,) = shortened(_changes(), ROOM)
    nothing, before, after = ProjectState(), ProjectState(), ProjectState()
    creation.state_forwards(ROOM, before)
    for operation in (creation, changes):
        operation.state_forwards(ROOM, after)
    with connection.schema_editor() as editor:
        creation.database_forwards(ROOM, editor, nothing, before)

    with connection.schema_editor() as editor:
        changes.database_forwards(ROOM, editor, before, after)

    Box = after.apps.get_model(ROOM, "box")
    assert Box.objects.create(size=2**40).colour == "brown"
    with pytest.raises(IntegrityError, match="box_has_a_colour"), transaction.atomic():
        Box.objects.create(size=1, colour="")
    with pytest.raises(DatabaseError, match="kept better"), transaction.atomic():
        Box.objects.all()._raw_delete("default")

    Box.objects.update(size=3)
    with connection.schema_editor() as editor:
        changes.database_backwards(ROOM, editor, after, before)
    (box,) = before.apps.get_model(ROOM, "box").objects.all()
    assert (box.size, box.best_id, hasattr(box, "colour")) == (3, None, False)


def test_tables_of_others_come_before_ours() -> None:
    """Each of their operations draws anew what is related to people: after ours, they took a third of a first migration."""
    graph = MigrationLoader(connection=None).graph
    planned = list(dict.fromkeys(step for leaf in sorted(graph.leaf_nodes()) for step in graph.forwards_plan(leaf)))
    ours = [place for place, (room, _name) in enumerate(planned) if room in _rooms() - {"accounts"}]
    related_to_people = {"account", "mfa", "pghistory", "socialaccount", "usersessions"}

    assert not [step for step in planned[min(ours) :] if step[0] in related_to_people]


def _rooms() -> set[str]:
    return {config.label for config in apps.get_app_configs() if config.name.startswith("essaim.")}
