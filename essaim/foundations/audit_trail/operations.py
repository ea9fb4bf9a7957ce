"""Migration operations: many models or triggers at once, and how a generated list of operations is made short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger


class CreateTogether(Operation):
    """
    Create the models of a room in one operation, each with its constraints, indexes and triggers.

    After each operation on a state that was drawn, Django draws anew every model related to the one changed, and nearly
    all are related to the people who sign in: creating the tables of a room one by one costs the square of their number.
    Here the state changes undrawn, and is drawn once when the tables are made.
    """

    reversible = True
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        """Keep the creations; a model may refer to one that comes later."""
        self.models = list(models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration file holds."""
        return self.__class__.__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the models in the state, undrawn."""
        state.__dict__.pop("apps", None)
        for creation in self.models:
            creation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables with all that belongs to them, then the triggers."""
        for creation in self.models:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)
        for creation in self.models:
            for trigger in creation.options.get("triggers", ()):
                AddTrigger(creation.name, trigger).database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, and with them their triggers."""
        for creation in reversed(self.models):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Create {len(self.models)} models"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that does nothing else."""
        return "models"


class AddTriggers(Operation):
    """
    Add many triggers in one operation.

    After each operation Django draws anew every model related to the one changed; a tracked model has five triggers,
    and the people who sign in are related to nearly everything: one by one, triggers took half of the time of a first
    migration.
    """

    reversible = True
    serialization_expand_args = ["triggers"]

    def __init__(self, triggers: Sequence[AddTrigger]) -> None:
        """Keep the operations that each add one trigger."""
        self.triggers = list(triggers)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration file holds."""
        return self.__class__.__name__, [], {"triggers": self.triggers}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the triggers in the state, then draw the models anew once."""
        changed: set[tuple[str, str]] = set()
        for trigger in self.triggers:
            options = state.models[app_label, trigger.model_name.lower()].options
            options["triggers"] = [*options.get("triggers", []), trigger.trigger]
            changed.add((app_label, trigger.model_name.lower()))
        state.reload_models(sorted(changed), delay=True)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the triggers."""
        for trigger in self.triggers:
            trigger.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Remove the triggers; the state they were in is the one before this operation."""
        for trigger in reversed(self.triggers):
            trigger.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Create {len(self.triggers)} triggers"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that does nothing else."""
        return "triggers"


def shortened(operations: Iterable[Operation], app_label: str) -> list[Operation]:
    """
    Return the same operations in fewer: models that are created come together, whole; triggers of others are added at once.

    What is done to models that are there already keeps its order, before or after the creations.
    """
    listed = list(operations)
    created = {operation.name_lower for operation in listed if isinstance(operation, CreateModel)}
    state = ProjectState()
    names: list[str] = []
    before: list[Operation] = []
    after: list[Operation] = []
    for operation in _one_by_one(listed):
        if isinstance(operation, CreateModel):
            names.append(operation.name_lower)
        if isinstance(operation, CreateModel) or _model_of(operation) in created:
            operation.state_forwards(app_label, state)
        else:
            (after if names else before).append(operation)
    together = [CreateTogether([_creation(state.models[app_label, name]) for name in names])] if names else []
    return [*_with_triggers_together(before), *together, *_with_triggers_together(after)]


def _one_by_one(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, AddTriggers):
            yield from operation.triggers
        elif isinstance(operation, CreateTogether):
            yield from operation.models
        else:
            yield operation


def _model_of(operation: Operation) -> str:
    """Name the model an operation is about; empty for one that is about none, or several."""
    return str(getattr(operation, "model_name_lower", ""))


def _creation(model: ModelState) -> CreateModel:
    return CreateModel(model.name, list(model.fields.items()), model.options, model.bases, model.managers)


def _with_triggers_together(operations: Iterable[Operation]) -> list[Operation]:
    """Put triggers that follow one another in one operation."""
    found: list[Operation] = []
    for operation in operations:
        if not isinstance(operation, AddTrigger):
            found.append(operation)
        elif found and isinstance(found[-1], AddTriggers):
            found[-1].triggers.append(operation)
        else:
            found.append(AddTriggers([operation]))
    return found
