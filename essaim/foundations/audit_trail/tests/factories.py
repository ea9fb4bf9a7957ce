"""Smallest valid operations."""

from __future__ import annotations

from datetime import UTC, datetime

import factory

from essaim.foundations.audit_trail.models import Entry


class EntryFactory(factory.django.DjangoModelFactory):
    """An operation of a task that no longer names a living object."""

    class Meta:
        model = Entry

    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    verb = "action.closed"
    actor_id = "system:test"
    actor_label = "test"
    target_model = "action_plan.action"
    target_id = "1"
    target_label = factory.Sequence(lambda number: f"Action {number}")
