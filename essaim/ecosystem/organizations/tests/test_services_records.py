"""One record per structure: registered once, corrected with a reason, found as people write it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from essaim.ecosystem.organizations import queries, services
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.versions import ChangedMeanwhile, version_of

from .factories import OrganizationFactory

pytestmark = pytest.mark.django_db
SIREN = "732829320"
OTHER_SIREN = "404833048"


def _register(**values: object) -> Organization:
    options = {"actor": None, "now": MOMENT, "name": "Les Jardins fictifs", **values}
    options["actor"] = options["actor"] or person_with(RoleKind.OFFICER)
    return services.register_organization(**options)


def test_structure_without_number_is_registered_with_a_readable_key() -> None:
    organization = _register(name="  L'Atelier   des Œuvres ", kind=OrganizationKind.COOPERATIVE)

    assert (organization.key, organization.name) == ("l-atelier-des-oeuvres", "L'Atelier des Œuvres")
    assert Entry.objects.get(verb="organization.registered").target_id == str(organization.pk)


def test_key_is_made_from_the_acronym_and_never_given_twice() -> None:
    first = _register(name="Acteurs pour une économie solidaire", acronym="APES")
    second = _register(name="Association des parents d'élèves de Seclin", acronym="APES")

    assert (first.key, second.key) == ("apes", "apes-2")


def test_numbers_are_kept_without_spaces() -> None:
    organization = _register(siren="732 829 320", rna="w595 000001")

    assert (organization.siren, organization.rna) == (SIREN, "W595000001")


@pytest.mark.parametrize("values", [{"siren": "732829321"}, {"siren": "73282932"}, {"rna": "595000001"}, {"name": " "}])
def test_wrong_number_or_missing_name_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        _register(**values)

    assert set(values) <= set(refusal.value.message_dict)


@pytest.mark.parametrize("number", [{"siren": SIREN}, {"rna": "W595000001"}])
def test_second_record_of_a_number_is_refused_naming_the_first(number: dict[str, str]) -> None:
    first = _register(**number)

    with pytest.raises(services.AlreadyRegistered) as refusal:
        _register(name="Tout autre nom", **number)

    assert refusal.value.organization == first
    assert Organization.objects.count() == 1


def test_database_itself_keeps_one_record_per_siren() -> None:
    OrganizationFactory(siren=SIREN)

    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationFactory(siren=SIREN)


def test_close_name_is_proposed_instead_of_written() -> None:
    known = OrganizationFactory(name="Les Jardins partagés de Wazemmes")
    OrganizationFactory(name="Coopérative des vélos")

    with pytest.raises(services.SimilarRecords) as refusal:
        _register(name="Jardin partage de Wazemmes", refuse_similar=True)

    assert [near.organization for near in refusal.value.found] == [known]
    assert _register(name="Jardin partage de Wazemmes").pk


def test_acronym_alone_is_close_to_the_record_that_bears_it() -> None:
    known = OrganizationFactory(name="Acteurs pour une économie solidaire", acronym="APES")

    assert [near.organization for near in queries.near_duplicates(name="apes")] == [known]


@pytest.mark.parametrize("kind", [None, RoleKind.ELECTED_OFFICIAL, RoleKind.ORGANIZATION_MEMBER])
def test_only_the_team_registers_and_corrects(kind: RoleKind | None) -> None:
    actor = person_with(kind) if kind else UserFactory()
    organization = OrganizationFactory()

    with pytest.raises(NotAllowed):
        _register(actor=actor)
    with pytest.raises(NotAllowed):
        services.update_organization(organization=organization, actor=actor, now=MOMENT, reason="x", name="Y")


def test_correction_is_found_under_its_new_name_and_kept_in_the_trail() -> None:
    organization = OrganizationFactory(name="Ancien nom")

    services.update_organization(
        organization=organization, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="statuts", name="Étoile"
    )

    assert queries.search("etoile").get() == organization
    assert not queries.search("ancien").exists()
    assert Entry.objects.get(verb="organization.updated").reason == "statuts"


def test_correction_does_not_write_over_another_one() -> None:
    organization = OrganizationFactory()
    read = version_of(organization, ["name"])
    actor = person_with(RoleKind.OFFICER)
    services.update_organization(organization=organization, actor=actor, now=MOMENT, reason="a", name="Premier")

    with pytest.raises(ChangedMeanwhile):
        services.update_organization(
            organization=organization, actor=actor, now=MOMENT, reason="b", name="Second", version=read
        )


def test_correction_cannot_take_the_number_of_another_record() -> None:
    known = OrganizationFactory(siren=SIREN)

    with pytest.raises(services.AlreadyRegistered) as refusal:
        services.update_organization(
            organization=OrganizationFactory(),
            actor=person_with(RoleKind.OFFICER),
            now=MOMENT,
            reason="x",
            siren=SIREN,
        )

    assert refusal.value.organization == known


@pytest.mark.parametrize(
    "text", ["ecole", "ÉCOLE de la", "lettres ecole", "E.L.F.", "elf", "732 829 320", "w595000001", "l'ecole"]
)
def test_search_forgives_accents_order_dots_and_spaces(text: str) -> None:
    found = _register(
        name="L’École de la lettre, des lettres et du feu", acronym="E.L.F.", siren=SIREN, rna="W595000001"
    )
    OrganizationFactory(name="Autre chose", siren=OTHER_SIREN)

    assert list(queries.search(text)) == [found]


def test_search_without_word_finds_all_in_french_order() -> None:
    for name in ("Zinc", "Étoile", "Abeille"):
        _register(name=name)

    assert [row.name for row in queries.search("  ")] == ["Abeille", "Étoile", "Zinc"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_register_one_structure_at_once_make_one_record() -> None:
    actor = person_with(RoleKind.OFFICER)
    together = Barrier(2)

    def register(name: str) -> str:
        together.wait(timeout=10)
        try:
            services.register_organization(actor=actor, now=MOMENT, name=name, siren=SIREN)
        except services.AlreadyRegistered:
            return "refused"
        finally:
            connection.close()
        return "written"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(register, ["Étoile", "Lune"]))

    assert outcomes == ["refused", "written"]
    assert Organization.objects.filter(siren=SIREN).count() == 1
