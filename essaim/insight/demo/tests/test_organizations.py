"""Structures of the demonstration: those the sources name, with their sources; invented ones that cannot be mistaken."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone

from essaim.ecosystem.organizations import queries
from essaim.ecosystem.organizations.models import Organization, RegisterFinding, Representation
from essaim.ecosystem.organizations.permissions import speaks_for
from essaim.ecosystem.organizations.states import RepresentationRole
from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.identifiers import is_invented_siren
from essaim.insight.demo import material
from essaim.insight.demo.loading.organizations import INVENTED

pytestmark = pytest.mark.usefixtures("demo")


def test_structures_that_the_sources_name_say_which_sources() -> None:
    named = material.read("policy/organizations")["organization"]

    found = Organization.objects.exclude(source=INVENTED).exclude(source__contains="Sirene").order_by("pk")

    assert [row.key for row in found] == [entry["key"] for entry in named]
    assert all(row.source for row in found)


def test_invented_structures_say_so_and_have_no_number() -> None:
    invented = list(Organization.objects.filter(source=INVENTED).order_by("pk"))

    assert len(invented) == 25
    assert all("ficti" in row.name for row in invented)
    assert {(row.rna, row.website) for row in invented} == {("", "")}
    # One has a number of the invented register, of a wrong key, that this register does not hold: it is an exit.
    assert [row.key for row in invented if row.siren] == ["etoile-filante"]


def test_invented_register_is_compared_with_the_records() -> None:
    recorded = Organization.objects.filter(source__contains="Sirene")
    waiting = RegisterFinding.objects.waiting()

    assert recorded.count() == 8
    assert all(is_invented_siren(row.siren) for row in recorded)
    assert [row.name for row in waiting.filter(kind="exit")] == ["L’Étoile filante (association fictive)"]
    assert set(waiting.filter(kind="conflict").values_list("field", flat=True)) >= {"name", "acronym", "address"}
    assert waiting.filter(kind="conflict", confirmed_on__isnull=False).exists()
    assert waiting.filter(kind="entry").exists()


def test_one_account_speaks_for_one_invented_structure(demo: datetime) -> None:
    held = Representation.objects.select_related("organization", "person").get()
    person = User.objects.get(email=material.address_of("oriane.inexistante"))

    assert held.role == RepresentationRole.LEGAL_REPRESENTATIVE
    assert speaks_for(person, held.organization_id)
    assert list(queries.organizations_of(person, today=timezone.localdate(demo))) == [
        Organization.objects.get(key="cooperative-des-nuages")
    ]


def test_duplicate_leads_to_the_record_that_was_kept() -> None:
    assert queries.organization_of("recyclerie-lunaire").key == "recyclerie-de-la-lune"
