"""Grants put in the public file of open data, once their rows are without a flaw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.models import Grant, Publisher
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require


class NothingToPublish(Exception):
    """Every grant that binds is published already, or its row has a flaw."""


@transaction.atomic
def name_publisher(*, actor: User, now: datetime, name: str, siret: str) -> Publisher:
    """
    Say under which name and SIRET the authority publishes.

    :raises NotAllowed: if the actor is no administrator
    :raises ValidationError: if it is no SIRET, or there is no name
    """
    require(permissions.can_name_publisher(actor))
    values = {"name": name.strip(), "siret": siret.strip()}
    row = Publisher.objects.select_for_update(of=("self",)).first()
    if row is None:
        return write_new(Publisher(**values), "publisher.set", actor=actor, now=now)
    return write_fields(row, "publisher.set", values, actor=actor, now=now)


@transaction.atomic
def publish_grants(*, actor: User, now: datetime) -> list[Grant]:
    """
    Publish every grant that binds and whose rows are without a flaw.

    :raises NotAllowed: if the actor is not of the team
    :raises NothingToPublish: if there is none
    """
    require(permissions.can_write_grants(actor))
    today = timezone.localdate(now)
    ready = [row.grant.pk for row in queries.publication_rows(today=today) if row.is_ready]
    locked = list(Grant.objects.select_for_update(of=("self",)).filter(pk__in=ready).order_by("pk"))
    if not locked:
        raise NothingToPublish
    return [
        write_fields(grant, "grant.published", {"published_on": today}, actor=actor, now=now)
        for grant in locked
        if grant.published_on is None
    ]
