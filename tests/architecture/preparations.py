"""What must exist before some pages can be opened: made for the person who opens, and taken back with the test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from essaim.foundations.accounts.models import User
from essaim.foundations.documents.tests.factories import VersionFactory
from essaim.foundations.notifications.tests.factories import NotificationFactory
from essaim.steering.action_plan.models import Action, Plan

Preparation = Callable[[User | None], Mapping[str, object]]


def _own_message(person: User | None) -> Mapping[str, object]:
    recipient = {"recipient": person} if person else {}
    return {"pk": NotificationFactory(**recipient).pk}


def _document(*, is_withdrawn: bool = False) -> int:
    action = Action.objects.filter(plan__in=Plan.objects.public()).order_by("-plan__starts_on", "number").first()
    version = VersionFactory(
        document__subject_kind="action_plan.action",
        document__subject_id=str(action.pk),
        document__is_public=not is_withdrawn,
        document__withdrawn=is_withdrawn,
    )
    return int(version.document_id)


def _public_document(person: User | None) -> Mapping[str, object]:
    return {"pk": _document()}


def _public_version(person: User | None) -> Mapping[str, object]:
    return {"pk": _document(), "number": 1}


def _withdrawn_document(person: User | None) -> Mapping[str, object]:
    return {"pk": _document(is_withdrawn=True)}


# From the full url name to what makes its arguments; these come before what the access table says.
PREPARATIONS: dict[str, Preparation] = {
    "notifications:notification": _own_message,
    "notifications:read": _own_message,
    **{f"documents:{name}": _public_document for name in ("document", "file", "change", "replace", "withdraw")},
    "documents:version_file": _public_version,
    "documents:restore": _withdrawn_document,
}
