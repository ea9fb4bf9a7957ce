"""Smallest valid posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory

from essaim.delivery.employment.models import FollowUp, Post, PostAid
from essaim.delivery.employment.states import PROVEN, Channel, Contract, Effect, PostStatus
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with


class PostFactory(factory.django.DjangoModelFactory):
    """A full-time post that is planned."""

    class Meta:
        model = Post

    organization = factory.SubFactory(OrganizationFactory)
    label = factory.Sequence(lambda number: f"Animation fictive {number}")
    contract = Contract.PERMANENT
    full_time_share = Decimal(100)
    starts_on = date(2025, 3, 1)
    effect = Effect.CREATED
    baseline_on = factory.LazyAttribute(lambda row: date(2025, 1, 1) if row.status in PROVEN else None)
    baseline_headcount = factory.LazyAttribute(lambda row: 3 if row.status in PROVEN else None)
    channel = Channel.DIRECT
    through = factory.LazyAttribute(lambda row: OrganizationFactory() if row.channel == Channel.INDIRECT else None)
    status = PostStatus.PLANNED
    status_on = date(2025, 1, 15)
    evidence = factory.LazyAttribute(lambda row: "Contrat de travail" if row.status in PROVEN else "")
    withdraw_reason = factory.LazyAttribute(lambda row: "jamais pourvu" if row.status == PostStatus.WITHDRAWN else "")
    followed_by = factory.LazyFunction(lambda: person_with(RoleKind.OFFICER))


class PostAidFactory(factory.django.DjangoModelFactory):
    """An act that granted something."""

    class Meta:
        model = PostAid

    post = factory.SubFactory(PostFactory)
    kind = "act"
    key = factory.Sequence(lambda number: f"acte-{number}")


class FollowUpFactory(factory.django.DjangoModelFactory):
    """A post found six months later."""

    class Meta:
        model = FollowUp

    post = factory.SubFactory(PostFactory, status=PostStatus.DECLARED)
    months = 6
    checked_on = date(2025, 9, 2)
    is_present = True
    evidence = "Bulletin de paie"
