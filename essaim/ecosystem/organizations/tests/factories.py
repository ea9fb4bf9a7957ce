"""Smallest valid structures, and people who speak for them."""

from __future__ import annotations

from datetime import date

import factory

from essaim.ecosystem.organizations.models import (
    EssStatus,
    Establishment,
    Organization,
    Representation,
    SheetImport,
    keys_of,
)
from essaim.ecosystem.organizations.states import OrganizationKind, RepresentationRole, StatusCause, StatusKind
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, RoleGrantFactory, UserFactory


class OrganizationFactory(factory.django.DjangoModelFactory):
    """An association without number."""

    class Meta:
        model = Organization

    key = factory.Sequence(lambda number: f"structure-{number}")
    name = factory.Sequence(lambda number: f"Structure fictive {number}")
    acronym = ""
    kind = OrganizationKind.ASSOCIATION
    sort_key = factory.LazyAttribute(lambda row: keys_of(row.name, row.acronym)["sort_key"])
    search_key = factory.LazyAttribute(lambda row: keys_of(row.name, row.acronym)["search_key"])


class EssStatusFactory(factory.django.DjangoModelFactory):
    """An ESUS approval held since 2025, without an end."""

    class Meta:
        model = EssStatus

    organization = factory.SubFactory(OrganizationFactory)
    kind = StatusKind.ESUS
    starts_on = date(2025, 1, 1)
    cause = StatusCause.APPROVAL
    source = "Liste fictive"
    read_on = date(2026, 1, 1)


class EstablishmentFactory(factory.django.DjangoModelFactory):
    """A place in Lille, without number."""

    class Meta:
        model = Establishment

    organization = factory.SubFactory(OrganizationFactory)
    commune_code = "59350"
    starts_on = date(2020, 1, 1)


class RepresentationFactory(factory.django.DjangoModelFactory):
    """A delegate since 2020, with the role that lets them speak."""

    class Meta:
        model = Representation

    class Params:
        starts_on = date(2020, 1, 1)
        ends_on = None

    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(UserFactory)
    role = RepresentationRole.DELEGATE
    grant = factory.LazyAttribute(
        lambda row: RoleGrantFactory(
            kind=RoleKind.ORGANIZATION_MEMBER,
            scope_code=row.organization.key,
            person=row.person,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
    )


class SheetImportFactory(factory.django.DjangoModelFactory):
    """A sheet of one new structure, to be confirmed."""

    class Meta:
        model = SheetImport

    file_name = "structures.csv"
    file_digest = "0" * 64
    content = {"header": ["Nom"], "lines": [[2, ["Structure du fichier"]]]}
    author = factory.SubFactory(UserFactory)
    prepared_at = MOMENT
