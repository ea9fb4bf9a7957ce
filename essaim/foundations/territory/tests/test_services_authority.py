"""Setting up an authority from what is shipped."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from essaim.foundations.audit_trail.queries import entries_about
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.territory import queries, services
from essaim.foundations.territory.adapters import shipped
from essaim.foundations.territory.models import Authority, Commune, EpciMembership, FormerCommune, Load, Zoning

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)
ROBOT = SystemActor("test")
MEL, NANTES, SMALL = "200093201", "244400404", "200050532"
# Number of communes and population by code, as published (state of 2020, populations of the list of 2026).
TERRITOIRES = {
    "1": (25, 75_031),
    "2": (6, 166_680),
    "3": (9, 228_347),
    "4": (12, 91_733),
    "5": (13, 107_977),
    "6": (11, 143_982),
    "7": (18, 143_238),
    "8": (1, 238_246),
}


def _set_up(siren: str, *, replace: bool = False) -> services.Result:
    result = services.load_reference(actor=ROBOT, now=NOW, sirens=[siren])
    services.set_authority(siren=siren, actor=ROBOT, now=NOW, replace=replace)
    return result


def test_lille_has_its_95_communes_in_exactly_one_of_8_territoires_each() -> None:
    _set_up(MEL)

    zones = queries.territoires(today=TODAY)
    assert queries.territoires_of(queries.communes(today=TODAY)) == zones
    communes = queries.communes(today=TODAY)
    placed = Counter(code for zone in zones for code in zone.commune_codes)

    assert {zone.code: (len(zone.commune_codes), zone.population) for zone in zones} == TERRITOIRES
    assert placed == Counter(commune.code for commune in communes)
    assert set(placed.values()) == {1}
    assert len(communes) == 95
    assert {commune.territoire_code for commune in communes} == TERRITOIRES.keys()
    assert all(commune.longitude and commune.latitude for commune in communes)


def test_sum_of_communes_and_figure_of_the_authority_stay_two_figures() -> None:
    _set_up(MEL)

    served = queries.authority(today=TODAY)

    assert sum(commune.population or 0 for commune in queries.communes(today=TODAY)) == 1_195_234
    assert served is not None
    assert (served.population, served.vintage) == (1_194_040, "2026")


@pytest.mark.parametrize(
    ("day", "siren"), [(date(2020, 3, 13), "245900410"), (date(2020, 3, 14), MEL), (date(2001, 1, 1), "245900410")]
)
def test_siren_of_lille_is_that_of_the_day(day: date, siren: str) -> None:
    _set_up(MEL)

    served = queries.authority(today=day)

    assert served is not None
    assert served.siren == siren


def test_an_older_siren_leads_to_the_same_authority() -> None:
    _set_up("245900410")

    served = queries.authority(today=TODAY)

    assert served is not None
    assert served.siren == MEL


def test_members_are_known_since_the_merger_and_not_before() -> None:
    _set_up(MEL)

    assert len(queries.communes(today=date(2020, 3, 14))) == 95
    assert queries.communes(today=date(2020, 3, 13)) == ()
    assert not EpciMembership.objects.filter(start_is_known=True).exists()


def test_names_in_french_order() -> None:
    _set_up(MEL)

    names = [commune.name for commune in queries.communes(today=TODAY)]

    assert names[:4] == ["Allennes-les-Marais", "Annœullin", "Anstaing", "Armentières"]
    assert names.index("Péronne-en-Mélantois") == names.index("Pérenchies") + 1
    assert names.index("Prémesques") == names.index("Péronne-en-Mélantois") + 1


def test_nantes_is_set_up_instead() -> None:
    _set_up(NANTES)

    served = queries.authority(today=TODAY)
    communes = queries.communes(today=TODAY)

    assert served is not None
    assert (served.name, served.kind, served.siren) == ("Nantes Métropole", "METRO", NANTES)
    assert len(communes) == 24
    assert "Nantes" in {commune.name for commune in communes}
    assert queries.territoires(today=TODAY) == ()
    assert {commune.territoire_code for commune in communes} == {""}


def test_two_communes_are_an_authority_too() -> None:
    _set_up(SMALL)

    assert len(queries.communes(today=TODAY)) == 2


def test_another_authority_takes_the_place_only_when_asked() -> None:
    _set_up(MEL)

    with pytest.raises(services.AuthorityAlreadySet, match="Métropole Européenne de Lille"):
        _set_up(NANTES)
    _set_up(NANTES, replace=True)

    assert Authority.objects.get().epci.name == "Nantes Métropole"
    assert [entry.details["before"] for entry in entries_about(Authority.objects.get())] == [
        "Métropole Européenne de Lille",
        "",
    ]


def test_doing_it_again_changes_nothing() -> None:
    _set_up(MEL)
    before = (
        Commune.objects.count(),
        EpciMembership.objects.count(),
        FormerCommune.objects.count(),
        Load.objects.count(),
    )

    result = _set_up(MEL)

    after = (
        Commune.objects.count(),
        EpciMembership.objects.count(),
        FormerCommune.objects.count(),
        Load.objects.count(),
    )
    assert result.changed_nothing
    assert before == after
    assert entries_about(Authority.objects.get()).count() == 1


def test_lists_are_not_read_again_for_what_they_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    _set_up(MEL)
    Commune.objects.filter(code="59350").update(population=1)

    def read_again() -> NoReturn:
        pytest.fail("The lists were read again.")

    with monkeypatch.context() as patch:
        patch.setattr(shipped, "lists", read_again)
        _set_up(MEL)
        assert _set_up("245900410").changed_nothing

    assert Commune.objects.get(code="59350").population == 1


def test_lists_are_read_for_an_epci_they_did_not_bring_yet() -> None:
    _set_up(MEL)

    assert services.load_reference(actor=ROBOT, now=NOW, sirens=[MEL, NANTES]).epci_created == 1


def test_changed_file_is_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _set_up(MEL)
    Commune.objects.filter(code="59350").update(population=1)
    monkeypatch.setattr(shipped, "sha256", lambda: "f" * 64)

    assert _set_up(MEL).communes_updated == 1
    assert Commune.objects.get(code="59350").population == 238_246
    assert _set_up(MEL).changed_nothing


def test_hash_of_what_is_shipped_changes_with_any_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "reference"
    shutil.copytree(shipped.FOLDER, copy)
    monkeypatch.setattr(shipped, "FOLDER", copy)
    hash_files = shipped.sha256.__wrapped__

    for path in sorted(copy.glob("*.csv*")):
        before = hash_files()
        path.write_bytes(path.read_bytes() + b"\n")
        assert hash_files() != before, path.name


def test_unknown_siren_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(services.UnknownEpci, match="123456782"):
        _set_up("123456782")

    assert not Commune.objects.exists()


def test_a_person_on_a_page_cannot_do_it() -> None:
    class Someone:
        audit_id, audit_label, audit_role = "person:1", "Camille Exemple", "Administrator"

    with pytest.raises(NotAllowed):
        services.load_reference(actor=Someone(), now=NOW, sirens=[MEL])
    with pytest.raises(NotAllowed):
        services.set_authority(siren=MEL, actor=Someone(), now=NOW)


def test_what_is_unknown_is_loaded_as_unknown() -> None:
    _set_up(MEL)

    zonings = {zoning.slug: zoning for zoning in Zoning.objects.all()}
    units = zonings["unites-territoriales"]

    assert units.zones.count() == 4
    assert not units.zones.filter(members__isnull=False).exists()
    assert (zonings["qpv-2015"].zone_count, zonings["qpv-2024"].zone_count) == (26, None)
    assert zonings["qpv-2015"].ends_on == zonings["qpv-2024"].starts_on == date(2024, 1, 1)


def test_hellemmes_and_lomme_lead_to_lille() -> None:
    _set_up(MEL)

    found = FormerCommune.objects.filter(kind="associated").order_by("code")

    assert [(row.code, row.name, row.since_year, row.commune.code) for row in found] == [
        ("59298", "Hellemmes", 1977, "59350"),
        ("59355", "Lomme", 2000, "59350"),
    ]
    assert queries.commune_names(["59350", "59298", "00000"]) == {"59350": "Lille", "59298": "Hellemmes"}


def test_queries_are_few(django_assert_num_queries) -> None:
    _set_up(MEL)

    with django_assert_num_queries(2):
        queries.authority(today=TODAY)
    with django_assert_num_queries(2):
        queries.communes(today=TODAY)
    with django_assert_num_queries(2):
        queries.territoires(today=TODAY)
