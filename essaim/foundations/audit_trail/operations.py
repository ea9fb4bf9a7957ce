"""Migration operations: many models or changes at once, and how a generated list of operations is made short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import AddField, AlterField, RemoveField
from django.db.migrations.operations.models import (
    AddConstraint,
    AddIndex,
    AlterModelOptions,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# Kinds of changes that read, of other models, those they refer to only.
CHANGES_OF_ONE = (
    AddConstraint,
    AddField,
    AddIndex,
    AddTrigger,
    AlterModelOptions,
    RemoveConstraint,
    RemoveIndex,
    RemoveTrigger,
)
# Kinds of changes that read the models before and after them, and nothing that another of them made.
CHANGES = (*CHANGES_OF_ONE, AlterField, RemoveField)


class Undrawn:
    """
    The classes of all models of a state, drawn when something first reads them.

    Drawing a few hundred models takes the better part of a second, and Django asks for them before each migration, whether
    or not the migration reads them.
    """

    def __init__(self, models: dict[tuple[str, str], ModelState], real_apps: set[str]) -> None:
        """Keep what the drawing needs."""
        self._models = models
        self._real_apps = real_apps
        self._drawn: StateApps | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether something has read the classes."""
        return self._drawn is not None

    def __getattr__(self, name: str) -> Any:
        """Read the drawn classes."""
        if self._drawn is None:
            self._drawn = StateApps(list(self._real_apps), self._models)
        return getattr(self._drawn, name)

    def clone(self) -> Undrawn | StateApps:
        """Return a copy, undrawn like this one, that later changes of the state leave alone."""
        if self._drawn is not None:
            return self._drawn.clone()
        return Undrawn({key: model.clone() for key, model in self._models.items()}, self._real_apps)


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
        with _undrawn(state):
            for creation in self.models:
                creation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables with all that belongs to them, then the triggers."""
        to_state = _reached(to_state, app_label, {creation.name_lower for creation in self.models})
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


class ChangeTogether(Operation):
    """
    Change models that are there already in one operation: fields, constraints, indexes, triggers.

    Each operation on its own makes Django draw anew every model related to the one changed, and the people who sign in are
    related to nearly everything. Here the state changes undrawn, and is drawn once: what an operation reads of the models
    before it and after it is the same before and after all of them, since none changes what another made.
    """

    reversible = True
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        """
        Keep the operations.

        :raises TypeError: if one is of a kind that needs the models exactly as the one before left them
        """
        for operation in operations:
            if not isinstance(operation, CHANGES):
                raise TypeError(f"{operation.describe()}: it must stand alone")
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration file holds."""
        return self.__class__.__name__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the changes in the state, undrawn."""
        with _undrawn(state):
            for operation in self.operations:
                operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Carry out the changes, in their order."""
        if all(isinstance(operation, CHANGES_OF_ONE) for operation in self.operations):
            names = {_model_of(operation) for operation in self.operations}
            from_state, to_state = (_reached(state, app_label, names) for state in (from_state, to_state))
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the changes back, the last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Change models: {len(self.operations)} operations"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that does nothing else."""
        return "changes"


def shortened(operations: Iterable[Operation], app_label: str) -> list[Operation]:
    """
    Return the same operations in fewer: models that are created come together, whole; changes of others are made at once.

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
    return [*_changes_together(before), *together, *_changes_together(after)]


@contextmanager
def _undrawn(state: ProjectState) -> Iterator[None]:
    """Change a state without drawing its models; they are drawn anew when they are next read."""
    was_drawn = state.__dict__.pop("apps", None) is not None
    yield
    if was_drawn:
        state.__dict__["apps"] = Undrawn(state.models, state.real_apps)


def _reached(state: ProjectState, app_label: str, names: Iterable[str]) -> ProjectState:
    """Return a state of these models and of those they refer to, near or far: enough to create or add to them."""
    kept: dict[tuple[str, str], ModelState] = {}
    waiting = [(app_label, name) for name in names]
    while waiting:
        key = waiting.pop()
        if key not in kept and key in state.models:
            kept[key] = state.models[key]
            waiting.extend(_referred_to(kept[key]))
    return ProjectState(kept, state.real_apps)


def _referred_to(model: ModelState) -> Iterator[tuple[str, str]]:
    for field in model.fields.values():
        relation = getattr(field, "remote_field", None)
        for other in (getattr(relation, "model", None), getattr(relation, "through", None)):
            if other is not None:
                yield resolve_relation(other, model.app_label, model.name_lower)
    yield from (resolve_relation(base, model.app_label) for base in model.bases if isinstance(base, str))


def _one_by_one(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, ChangeTogether):
            yield from operation.operations
        elif isinstance(operation, CreateTogether):
            yield from operation.models
        else:
            yield operation


def _model_of(operation: Operation) -> str:
    """Name the model an operation is about; empty for one that is about none, or several."""
    return str(getattr(operation, "model_name_lower", ""))


def _creation(model: ModelState) -> CreateModel:
    return CreateModel(model.name, list(model.fields.items()), model.options, model.bases, model.managers)


def _changes_together(operations: Iterable[Operation]) -> list[Operation]:
    """Put changes that follow one another in one operation, unless two are about the same field: the second needs the first."""
    found: list[Operation] = []
    fields: set[tuple[str, str]] = set()
    for operation in operations:
        field = (_model_of(operation), str(getattr(operation, "name_lower", ""))) if _is_of_a_field(operation) else None
        last = found[-1] if found else None
        if not isinstance(operation, CHANGES):
            found.append(operation)
        elif isinstance(last, ChangeTogether) and field not in fields:
            last.operations.append(operation)
        else:
            fields = set()
            found.append(ChangeTogether([operation]))
        if field:
            fields.add(field)
    return [
        operation.operations[0]
        if isinstance(operation, ChangeTogether) and len(operation.operations) == 1
        else operation
        for operation in found
    ]


def _is_of_a_field(operation: Operation) -> bool:
    return isinstance(operation, AddField | AlterField | RemoveField)
