"""Sheets of structures: seen row by row, written whole or not at all, taken back within thirty days."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from essaim.ecosystem.organizations import queries, services
from essaim.ecosystem.organizations.models import CandidatePair, Organization, SheetImport
from essaim.ecosystem.organizations.sheet import Reader, SheetDiff
from essaim.ecosystem.organizations.states import SHEET_MOVES, OrganizationKind, SheetState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.ui.sheets import Line, MissingColumns, Outcome, Sheet, SheetTooLarge

from .factories import OrganizationFactory, RepresentationFactory, SheetImportFactory

pytestmark = pytest.mark.django_db
SIREN, OTHER_SIREN = "732829320", "404833048"
HEADER = "Nom;Sigle;Forme;Commune;SIREN;Numéro RNA;Site web;Source;Clé"


def _read(*rows: str, header: str = HEADER, communes: dict[str, str] | None = None) -> SheetDiff:
    width = len(header.split(";"))
    lines = tuple(
        Line(number, tuple((row.split(";") + [""] * width)[:width])) for number, row in enumerate(rows, start=2)
    )
    return Reader(queries.organizations_for_choice(), communes or {}).read(Sheet(tuple(header.split(";")), lines))


def _prepare(*rows: str, actor: User | None = None) -> SheetImport:
    content = "\n".join([HEADER, *rows]).encode()
    actor = actor or person_with(RoleKind.OFFICER)
    return services.prepare_import(actor=actor, content=content, file_name="structures.csv", now=timezone.now())


def _apply(sheet_import: SheetImport, *, fingerprint: str = "") -> SheetImport:
    fingerprint = fingerprint or queries.diff_of(sheet_import, today=timezone.localdate()).fingerprint
    return services.apply_import(
        sheet_import=sheet_import, actor=sheet_import.author, fingerprint=fingerprint, now=timezone.now()
    )


def _undo(sheet_import: SheetImport, *, days: int = 0) -> SheetImport:
    now = timezone.now() + timedelta(days=days)
    return services.undo_import(sheet_import=sheet_import, actor=sheet_import.author, now=now, reason="erreur")


ALLOWED = {("apply", SheetState.PREPARED), ("undo", SheetState.APPLIED)}


@pytest.mark.parametrize("state", SheetState)
@pytest.mark.parametrize("move", ["apply", "undo"])
def test_only_listed_moves_are_possible(move: str, state: SheetState) -> None:
    if (move, state) in ALLOWED:
        assert SHEET_MOVES.target(move, state)
    else:
        with pytest.raises(IllegalMove):
            SHEET_MOVES.target(move, state)


def test_row_is_read_with_its_words_and_its_numbers_as_people_write_them() -> None:
    row = _read(
        "Étoile;E;coopérative;villeneuve d'ascq;732 829 320;w595000001;https://etoile.example.org/;registre",
        communes={"59009": "Villeneuve-d'Ascq"},
    ).rows[0]

    assert row.outcome == Outcome.NEW
    assert row.values == {
        "name": "Étoile",
        "acronym": "E",
        "kind": OrganizationKind.COOPERATIVE,
        "commune_code": "59009",
        "siren": SIREN,
        "rna": "W595000001",
        "website": "https://etoile.example.org/",
        "source": "registre",
    }


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (f"Nom corrigé;;;;{SIREN}", Outcome.CHANGED),
        ("etoile;ET", Outcome.CHANGED),
        ("Étoile", Outcome.UNCHANGED),
        (";ET;;;;;;;etoile", Outcome.CHANGED),
        (f"Étoile;;;;{OTHER_SIREN}", Outcome.NEW),
        ("Tout autre;;;;", Outcome.NEW),
    ],
)
def test_structure_is_recognized_by_its_number_its_key_or_its_name(row: str, outcome: Outcome) -> None:
    OrganizationFactory(key="etoile", name="Étoile", siren=SIREN)

    assert _read(row).rows[0].outcome == outcome


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A;;inconnue", "kind"),
        ("A;;;Atlantide", "commune"),
        ("A;;;;123456789", "SIREN"),
        ("A;;;;;X", "RNA number"),
        ("A;;;;;;pas une adresse", "website"),
        (";A", "name"),
        ("A;;;;;;;;aucune", "key"),
        (f"{'A' * 201}", "name"),
        (f"A;;;;{SIREN};;;;autre", "name"),
    ],
)
def test_wrong_row_names_its_column(row: str, column: str) -> None:
    OrganizationFactory(key="numero", siren=SIREN)
    OrganizationFactory(key="autre")

    with override("en"):
        found = _read(row).rows[0]
        columns = {str(error.column) for error in found.errors}

    assert found.outcome == Outcome.ERROR
    assert columns == {column}


def test_two_rows_about_one_structure_are_an_error_of_the_second() -> None:
    diff = _read("Étoile", "ETOILE", f"Lune;;;;{SIREN}", f"Soleil;;;;{SIREN}")

    assert [row.outcome for row in diff.rows] == [Outcome.NEW, Outcome.ERROR, Outcome.NEW, Outcome.ERROR]


def test_headings_are_read_in_english_too_and_the_name_is_required() -> None:
    assert _read("Star;S", header="name;acronym").rows[0].values == {"name": "Star", "acronym": "S"}
    with pytest.raises(MissingColumns):
        _read("S", header="acronym")


def test_new_row_comes_with_the_records_of_a_close_name() -> None:
    known = OrganizationFactory(name="Les Jardins fictifs")
    prepared = _prepare("Jardin fictif", "Tout autre chose")

    rows = queries.diff_of(prepared, today=timezone.localdate()).rows

    assert [row.close for row in rows] == [(known,), ()]


def test_sheet_is_written_whole_with_one_operation_a_structure() -> None:
    changed = OrganizationFactory(name="Étoile")

    applied = _apply(_prepare("Étoile;ET", "Lune", "Soleil"))

    changed.refresh_from_db()
    assert applied.state == SheetState.APPLIED
    assert changed.acronym == "ET"
    assert Organization.objects.count() == 3
    verbs = Entry.objects.filter(verb__startswith="organization.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["organization.updated", "organization.registered", "organization.registered"]


def test_file_of_too_many_structures_is_refused() -> None:
    _prepare(*(f"Structure {number};" for number in range(500)))

    with pytest.raises(SheetTooLarge):
        _prepare(*(f"Structure {number};" for number in range(501)))


def test_nothing_is_written_while_a_row_is_in_error() -> None:
    with pytest.raises(services.RowsInError):
        _apply(_prepare("Lune", "Soleil;;inconnue"))

    assert not Organization.objects.exists()


def test_what_was_not_shown_is_not_written() -> None:
    prepared = _prepare("Lune")
    shown = queries.diff_of(prepared, today=timezone.localdate()).fingerprint
    OrganizationFactory(name="Lune", acronym="")

    with pytest.raises((services.RecordsChangedSince, services.NothingToDo)):
        _apply(prepared, fingerprint=shown)


def test_sheet_that_says_what_is_known_has_nothing_to_do() -> None:
    OrganizationFactory(name="Lune")

    with pytest.raises(services.NothingToDo):
        _apply(_prepare("Lune"))


def test_sheet_is_applied_once() -> None:
    applied = _apply(_prepare("Lune"))

    with pytest.raises(IllegalMove):
        _apply(applied, fingerprint="x")


def test_taking_back_removes_what_was_registered_and_puts_the_rest_back() -> None:
    changed = OrganizationFactory(name="Étoile", acronym="EE")
    applied = _apply(_prepare("Étoile;ET", "Lune"))

    _undo(applied)

    changed.refresh_from_db()
    assert changed.acronym == "EE"
    assert list(Organization.objects.all()) == [changed]
    assert Entry.objects.get(verb="organization.removed").reason == "erreur"


def test_what_changed_since_or_is_spoken_for_is_left_and_says_why() -> None:
    applied = _apply(_prepare("Lune", "Soleil", "Terre"))
    moon, sun = Organization.objects.get(name="Lune"), Organization.objects.get(name="Soleil")
    services.update_organization(
        organization=moon, actor=applied.author, now=timezone.now(), reason="x", name="Lune rousse"
    )
    RepresentationFactory(organization=sun)

    _undo(applied)

    kept = {row.name: bool(row.kept_because) for row in applied.rows.all()}
    assert kept == {"Lune": True, "Soleil": True, "Terre": False}
    assert set(Organization.objects.values_list("name", flat=True)) == {"Lune rousse", "Soleil"}


@pytest.mark.parametrize(("is_decided", "kept"), [(False, set()), (True, {"Recyclerie du Beffroi"})])
def test_record_that_the_night_found_alike_is_removed_unless_somebody_decided_of_it(
    is_decided: bool, kept: set[str]
) -> None:
    known = OrganizationFactory(name="Association Recyclerie du Beffroi", commune_code="59350")
    applied = _apply(_prepare("Recyclerie du Beffroi;;association;59350", "Lune"))
    services.find_duplicates(actor=SystemActor("night"), now=timezone.now())
    pair = CandidatePair.objects.get()
    if is_decided:
        services.tell_apart(pair=pair, actor=applied.author, now=timezone.now(), reason="Deux structures")

    _undo(applied)

    assert set(Organization.objects.exclude(pk=known.pk).values_list("name", flat=True)) == kept
    assert {row.name for row in applied.rows.all() if row.kept_because} == kept
    assert CandidatePair.objects.exists() is is_decided
    assert Entry.objects.filter(verb="pair.forgotten", reason="erreur").count() == (0 if is_decided else 1)


def test_nothing_is_taken_back_when_everything_changed_or_it_is_too_late() -> None:
    applied = _apply(_prepare("Lune"))

    with pytest.raises(services.UndoExpired):
        _undo(applied, days=30)
    RepresentationFactory(organization=Organization.objects.get())
    with pytest.raises(services.NothingUndone):
        _undo(applied)


def test_only_the_team_brings_in_sheets() -> None:
    prepared = SheetImportFactory(author=UserFactory())

    with pytest.raises(NotAllowed):
        _prepare("Lune", actor=person_with(RoleKind.EVALUATOR))
    with pytest.raises(NotAllowed):
        _apply(prepared)


def test_sheet_is_sent_seen_applied_and_taken_back_in_the_browser(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    OrganizationFactory(name="Les Jardins fictifs")
    file = io.BytesIO("\n".join([HEADER, "Jardin fictif", "Lune;L"]).encode())
    file.name = "structures.csv"

    sent = client.post(reverse("organizations:sheet_list"), {"file": file})
    page = client.get(sent.headers["Location"])
    fingerprint = page.context["diff"].fingerprint
    applied = client.post(f"{sent.headers['Location']}appliquer/", {"fingerprint": fingerprint}, follow=True)
    undone = client.post(f"{sent.headers['Location']}reprendre/", follow=True)

    assert "Les Jardins fictifs" in page.content.decode()
    assert applied.context["sheet"].state == SheetState.APPLIED
    assert undone.context["sheet"].state == SheetState.UNDONE
    assert Organization.objects.count() == 1


def test_file_that_is_no_sheet_is_refused_beside_its_field(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "structures.pdf"

    answer = client.post(reverse("organizations:sheet_list"), {"file": file})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}


def test_list_of_sheets_counts_its_queries(client: Client, django_assert_max_num_queries) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    for _number in range(12):
        SheetImportFactory()

    with django_assert_max_num_queries(8):
        client.get(reverse("organizations:sheet_list"))


def test_preview_asks_as_many_queries_for_many_rows_as_for_few(django_assert_max_num_queries) -> None:
    prepared = _prepare(*(f"Structure numéro {number};;;;;;;" for number in range(60)))

    with django_assert_max_num_queries(7):
        queries.diff_of(prepared, today=timezone.localdate())
