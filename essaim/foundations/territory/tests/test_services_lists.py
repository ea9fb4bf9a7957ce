"""Loading lists of communes and EPCI from files."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import services
from essaim.foundations.territory.adapters import lists as adapter
from essaim.foundations.territory.adapters.lists import files_in, read_lists
from essaim.foundations.territory.adapters.refusals import FileRefused
from essaim.foundations.territory.models import Commune, Epci, EpciMembership, Load

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
ROBOT = SystemActor("test")
LEFT, RIGHT = "200093201", "244400404"
COMMUNES = "code,nom,departement,region,epci,siren_commune,population,codes_postaux\n"
EPCI = "siren,nom,type,mode_financement,nb_communes,population_totale,population_municipale\n"


def _lists(
    folder: Path, *, members: dict[str, str], counts: dict[str, int], year: int = 2026, name: str = "Bourg"
) -> tuple[Path, Path]:
    """Write two lists: members gives the EPCI of each commune, by code."""
    communes, epci = folder / f"communes_{year}.csv", folder / f"epci_{year}.csv"
    rows = [f"{code},{name} {code},59,32,{siren},,1200,59000 59160\n" for code, siren in members.items()]
    communes.write_text(COMMUNES + "".join(rows), encoding="utf-8")
    rows = [f"{siren},CC de {siren},CC,FPU,{count},2500,2400\n" for siren, count in counts.items()]
    epci.write_text(EPCI + "".join(rows), encoding="utf-8")
    return communes, epci


def _load(paths: tuple[Path, ...]) -> services.Result:
    return services.load_lists(lists=read_lists(paths), actor=ROBOT, source="test", now=NOW)


def _refusal(*paths: Path, year: int | None = None) -> list[tuple[str, int, str]]:
    with pytest.raises(FileRefused) as refused:
        read_lists(paths, year=year)
    return [(error.file, error.line, error.column) for error in refused.value.errors]


def test_lists_as_published_are_loaded(tmp_path: Path) -> None:
    result = _load(_lists(tmp_path, members={"59001": LEFT, "59002": LEFT, "59003": RIGHT}, counts={LEFT: 2, RIGHT: 1}))

    commune = Commune.objects.get(code="59001")
    assert (result.communes_created, result.epci_created, result.members_joined) == (3, 2, 3)
    assert (commune.population, commune.population_vintage, commune.postcodes) == (1200, "2026", "59000 59160")
    assert Epci.objects.get(identifiers__siren=LEFT).population == 2400
    assert list(commune.memberships.values_list("starts_on", "start_is_known")) == [(date(2026, 1, 1), False)]


def test_same_lists_again_change_nothing(tmp_path: Path) -> None:
    paths = _lists(tmp_path, members={"59001": LEFT}, counts={LEFT: 1})
    _load(paths)

    result = _load(paths)

    assert result.changed_nothing
    assert Load.objects.count() == 1


def test_commune_that_moves_leaves_one_epci_the_day_it_joins_the_other(tmp_path: Path) -> None:
    _load(_lists(tmp_path, members={"59001": LEFT, "59002": LEFT, "59003": RIGHT}, counts={LEFT: 2, RIGHT: 1}))

    result = _load(
        _lists(tmp_path, members={"59001": LEFT, "59002": RIGHT, "59003": RIGHT}, counts={LEFT: 1, RIGHT: 2}, year=2027)
    )

    history = EpciMembership.objects.filter(commune__code="59002").order_by("starts_on")
    assert (result.members_joined, result.members_left, result.communes_updated) == (1, 1, 3)
    assert [(row.starts_on, row.ends_on) for row in history] == [
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), None),
    ]


def test_commune_gone_from_a_complete_list_leaves_its_epci(tmp_path: Path) -> None:
    _load(_lists(tmp_path, members={"59001": LEFT, "59002": LEFT}, counts={LEFT: 2}))

    result = _load(_lists(tmp_path, members={"59001": LEFT}, counts={LEFT: 1}, year=2027))

    assert result.members_left == 1
    assert EpciMembership.objects.get(commune__code="59002").ends_on == date(2027, 1, 1)
    assert Commune.objects.filter(code="59002").exists()


def test_new_name_is_kept_with_its_order(tmp_path: Path) -> None:
    _load(_lists(tmp_path, members={"59001": LEFT}, counts={LEFT: 1}))

    _load(_lists(tmp_path, members={"59001": LEFT}, counts={LEFT: 1}, name="Égliseneuve"))

    assert Commune.objects.get(code="59001").sort_key.startswith("egliseneuve 59001\t")


def test_compressed_list_and_folder_are_read(tmp_path: Path) -> None:
    communes, epci = _lists(tmp_path, members={"59001": LEFT}, counts={LEFT: 1})
    communes.with_suffix(".csv.gz").write_bytes(gzip.compress(communes.read_bytes()))
    communes.unlink()

    found = read_lists(files_in([tmp_path]))

    assert [path.name for path in files_in([tmp_path])] == ["communes_2026.csv.gz", epci.name]
    assert (len(found.communes), len(found.epci), found.year) == (1, 1, 2026)


def test_every_wrong_cell_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    wrong = tmp_path / "communes_2026.csv"
    wrong.write_text(
        COMMUNES
        + "1001,Sans zéro,01,84,,,10,01000\n"  # the leading zero was lost
        + "59001,,59,32,,,10,59000\n"
        + "\n"
        + "59002,Siren faux,59,32,123456789,,10,59000\n"
        + "59003,Milliers,59,32,,,1 200,59000\n"
        + "59003,Deux fois,59,32,,,1200,59000\n"
        + "59004,Virgule, en trop,59,32,,,1200,59000\n",
        encoding="utf-8",
    )

    assert _refusal(wrong) == [
        ("communes_2026.csv", 2, "code"),
        ("communes_2026.csv", 3, "nom"),
        ("communes_2026.csv", 5, "epci"),
        ("communes_2026.csv", 6, "population"),
        ("communes_2026.csv", 7, "code"),
        ("communes_2026.csv", 8, ""),
    ]


def test_missing_column_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "communes_2026.csv"
    wrong.write_text("code,libelle,epci,siren_commune,population,codes_postaux\n", encoding="utf-8")

    assert _refusal(wrong) == [("communes_2026.csv", 1, "name")]


def test_epci_with_another_number_of_communes_is_refused(tmp_path: Path) -> None:
    paths = _lists(tmp_path, members={"59001": LEFT, "59002": RIGHT}, counts={LEFT: 2})

    assert _refusal(*paths) == [("epci_2026.csv", 2, "commune_count"), ("communes_2026.csv", 3, "epci")]


def test_list_without_a_year_asks_for_it(tmp_path: Path) -> None:
    nameless = tmp_path / "communes.csv"
    nameless.write_text(COMMUNES + "59001,Bourg,59,32,,,10,59000\n", encoding="utf-8")

    assert _refusal(nameless) == [("communes.csv", 0, "")]
    assert read_lists([nameless], year=2026).year == 2026


def test_broken_files_are_refused(tmp_path: Path) -> None:
    latin = tmp_path / "communes_2026.csv"
    latin.write_bytes((COMMUNES + "59001,Mons-en-Barœul,59,32,,,10,59000\n").encode("cp1252"))
    cut = tmp_path / "epci_2026.csv.gz"
    cut.write_bytes(gzip.compress(EPCI.encode() * 1000)[:40])

    assert _refusal(latin) == [("communes_2026.csv", 0, "")]
    assert _refusal(cut) == [("epci_2026.csv.gz", 0, "")]


def test_huge_file_is_refused_before_it_fills_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "BYTES_MAX", 1024)
    bomb = tmp_path / "communes_2026.csv.gz"
    bomb.write_bytes(gzip.compress(b"0" * 100_000))

    assert _refusal(bomb) == [("communes_2026.csv.gz", 0, "")]


def test_command_says_what_it_did_and_what_it_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = _lists(tmp_path, members={"59001": LEFT}, counts={LEFT: 1})
    call_command("territory", "import", str(tmp_path))
    said = capsys.readouterr()
    (tmp_path / "communes_2026.csv").write_text(COMMUNES + "1,x,,,,,,\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"communes_2026\.csv.*2.*code"):
        call_command("territory", "import", *map(str, paths))
    with pytest.raises(CommandError, match="nowhere"):
        call_command("territory", "import", "nowhere")

    assert "1" in said.out
    assert "1 / 1" in said.err
    assert Commune.objects.count() == 1
