"""Published files as they come: headings by many names, values in many writings, each refusal with its column and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.funding.scdl import names
from essaim.delivery.funding.scdl_sheet import HEADINGS, AidRead, Giver, _key, columns_of, read_rows
from essaim.delivery.funding.states import FlawCode, NoteCode
from essaim.foundations.ui.sheets import MissingColumns, read_sheet

SIRET = "13002526500013"
HEAD = (
    "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,"
    "nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide"
)
GOOD = {
    "nomAttribuant": "Région fictive",
    "idAttribuant": SIRET,
    "dateConvention": "2025-03-09",
    "idBeneficiaire": SIRET,
    "montant": "12500.50",
    "notificationUE": "oui",
    "pourcentageSubvention": "1",
}


def _row(**changes: str) -> AidRead:
    cells = GOOD | changes
    text = "\n".join((";".join(cells), ";".join(cells.values())))
    return read_rows(read_sheet(text.encode()), Giver())[0]


def _codes(read: AidRead) -> list[tuple[str, FlawCode]]:
    return [(flaw.column, flaw.code) for flaw in read.flaws]


def test_row_of_the_schema_is_read_whole() -> None:
    read = _row(
        referenceDecision="DEL-12", objet="Fonctionnement", nomBeneficiaire="Assoc", rnaBeneficiaire="W595000001"
    )

    assert (read.flaws, read.notes) == ((), ())
    assert (read.siren, read.siret, read.rna, read.giver_siret) == (SIRET[:9], SIRET, "W595000001", SIRET)
    assert (read.cents, read.granted_on, read.is_de_minimis) == (1_250_050, date(2025, 3, 9), True)
    assert (read.reference, read.object, read.beneficiary) == ("DEL-12", "Fonctionnement", "Assoc")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_separators_marks_and_code_pages_of_files_do_not_matter(mark: str, encoding: str) -> None:
    head = HEAD.replace(",", mark).replace("nomBeneficiaire", "Nom du bénéficiaire")
    values = ["Région", SIRET, "2025-03-09", "", "L’Été", SIRET, "", "Objet", "100", "", "", "", "", "non", "1", ""]

    read = read_rows(read_sheet(f"{head}\r\n{mark.join(values)}\r\n".encode(encoding)), Giver())[0]

    assert (read.giver, read.beneficiary, read.cents, read.flaws) == ("Région", "L’Été", 10_000, ())


def test_every_column_it_reads_is_one_of_the_schema_and_no_heading_has_two_meanings() -> None:
    keys = [_key(heading) for headings in HEADINGS.values() for heading in dict.fromkeys(headings)]
    by_column = {column: {_key(heading) for heading in headings} for column, headings in HEADINGS.items()}

    assert set(HEADINGS) <= set(names())
    assert all(keys)
    for column, mine in by_column.items():
        assert not any(mine & others for other, others in by_column.items() if other != column), column


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ("NOM Bénéficiaire", "N° SIRET", "Date de la convention*", "Montant voté"),
            {"nomBeneficiaire": 0, "idBeneficiaire": 1, "dateConvention": 2, "montant": 3},
        ),
        (
            (
                "coll_nom",
                "coll_siret",
                "attrib_nom",
                "attrib_siret",
                "acte_date",
                "acte_ref",
                "MONTANT",
                "subv_versement",
            ),
            {
                "nomAttribuant": 0,
                "idAttribuant": 1,
                "nomBeneficiaire": 2,
                "idBeneficiaire": 3,
                "dateConvention": 4,
                "referenceDecision": 5,
                "montant": 6,
            },
        ),
        # What tells most comes first, wherever it stands.
        (
            ("exercice", "dateConvention", "SIRET", "ID_BENEFICIAIRE", "montant"),
            {"dateConvention": 1, "idBeneficiaire": 3, "montant": 4},
        ),
        # What was paid is not what was granted.
        (
            ("année", "RNA", "total des mandats émis", "Montant total de la subvention*"),
            {"dateConvention": 0, "rnaBeneficiaire": 1, "montant": 3},
        ),
    ],
)
def test_columns_are_found_by_their_many_headings(header: tuple[str, ...], expected: dict[str, int]) -> None:
    assert columns_of(header) == expected


def test_missing_columns_are_named_as_the_schema_does() -> None:
    with pytest.raises(MissingColumns) as refusal:
        columns_of(("nomBeneficiaire", "total des mandats émis"))

    assert refusal.value.names == ("idBeneficiaire / rnaBeneficiaire", "montant", "dateConvention")


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("montant", "", FlawCode.MISSING),
        ("montant", "à préciser", FlawCode.AMOUNT),
        ("montant", "33.000", FlawCode.TWO_MEANINGS),
        ("montant", "33,000", FlawCode.TWO_MEANINGS),
        ("montant", "33.000 €", FlawCode.TWO_MEANINGS),
        ("montant", "0", FlawCode.NOT_POSITIVE),
        ("montant", "0.0001", FlawCode.NOT_POSITIVE),
        ("montant", "-1500", FlawCode.NOT_POSITIVE),
        ("montant", "99999999999", FlawCode.AMOUNT),
        ("dateConvention", "", FlawCode.MISSING),
        ("dateConvention", "31/02/2025", FlawCode.DAY),
        ("dateConvention", "2025-13", FlawCode.DAY),
        ("dateConvention", "0025-03-09", FlawCode.DAY),
        ("dateConvention", "printemps", FlawCode.DAY),
        ("idBeneficiaire", "", FlawCode.NO_IDENTITY),
        ("idBeneficiaire", "13002526500014", FlawCode.SIRET),
        ("idBeneficiaire", "12", FlawCode.SIRET),
        ("idBeneficiaire", "1.30025E+13", FlawCode.ROUNDED),
        ("idBeneficiaire", "1,30025E+13", FlawCode.ROUNDED),
        ("pourcentageSubvention", "moitié", FlawCode.SHARE),
        ("pourcentageSubvention", "0", FlawCode.SHARE),
        ("pourcentageSubvention", "150", FlawCode.SHARE),
        ("pourcentageSubvention", "nan", FlawCode.SHARE),
        ("pourcentageSubvention", "inf", FlawCode.SHARE),
        ("notificationUE", "régime cadre", FlawCode.YES_OR_NO),
        ("nomAttribuant", "", FlawCode.GIVER),
    ],
)
def test_value_that_cannot_be_read_refuses_its_row_and_says_where(column: str, written: str, code: FlawCode) -> None:
    read = _row(**{column: written})

    assert _codes(read) == [(column, code)]
    assert read.flaws[0].written == written


def test_all_that_is_wrong_in_a_row_is_told_together() -> None:
    read = _row(montant="rien", dateConvention="jamais", rnaBeneficiaire="X1", idBeneficiaire="")

    assert {column for column, _code in _codes(read)} == {"montant", "dateConvention", "rnaBeneficiaire"}


@pytest.mark.parametrize(
    ("column", "written", "cents"),
    [
        ("montant", "12 500,50 €", 1_250_050),
        ("montant", "12\u202f500,50", 1_250_050),
        ("montant", "12500", 1_250_000),
        ("montant", "12500.504", 1_250_050),
        ("montant", "123456.789", 12_345_679),
        ("montant", "1234,567", 123_457),
        ("montant", "1 234.567", 123_457),
        ("pourcentageSubvention", "100", 1_250_050),
        ("pourcentageSubvention", "50 %", 625_025),
        ("pourcentageSubvention", "0,8", 1_000_040),
        ("pourcentageSubvention", "", 1_250_050),
    ],
)
def test_amounts_and_shares_in_other_writings_are_read(column: str, written: str, cents: int) -> None:
    read = _row(**{column: written})

    assert (read.cents, read.flaws) == (cents, ())


@pytest.mark.parametrize(
    ("written", "day", "note"),
    [
        ("2025-03-09", date(2025, 3, 9), None),
        ("2025-03-09 00:00:00", date(2025, 3, 9), None),
        ("09/03/2025", date(2025, 3, 9), NoteCode.WRITTEN_OTHERWISE),
        ("9-3-2025", date(2025, 3, 9), NoteCode.WRITTEN_OTHERWISE),
        ("20250309", date(2025, 3, 9), NoteCode.WRITTEN_OTHERWISE),
        ("2025-04", date(2025, 4, 30), NoteCode.MONTH_ALONE),
        ("02/2024", date(2024, 2, 29), NoteCode.MONTH_ALONE),
        ("2025", date(2025, 12, 31), NoteCode.YEAR_ALONE),
    ],
)
def test_days_in_other_writings_are_read_and_what_is_unknown_counts_longest(
    written: str, day: date, note: NoteCode | None
) -> None:
    read = _row(dateConvention=written)

    assert read.granted_on == day
    assert [found.code for found in read.notes] == ([note] if note else [])


@pytest.mark.parametrize(
    ("written", "rna", "expected", "note"),
    [
        ("130 025 265 00013", "", (SIRET[:9], SIRET, ""), NoteCode.WRITTEN_OTHERWISE),
        ("13002526500013.0", "", (SIRET[:9], SIRET, ""), NoteCode.WRITTEN_OTHERWISE),
        ("130025265", "", (SIRET[:9], "", ""), NoteCode.SIREN_ALONE),
        ("5420120001", "W595000001", ("", "", "W595000001"), NoteCode.LEFT_ASIDE),
        ("W595000001", "", ("", "", "W595000001"), NoteCode.RNA_THERE),
        (SIRET, "inconnu", (SIRET[:9], SIRET, ""), NoteCode.LEFT_ASIDE),
    ],
)
def test_structure_is_told_by_whichever_number_is_good(
    written: str, rna: str, expected: tuple[str, str, str], note: NoteCode
) -> None:
    read = _row(idBeneficiaire=written, rnaBeneficiaire=rna)

    assert (read.siren, read.siret, read.rna) == expected
    assert ([found.code for found in read.notes], read.flaws) == ([note], ())


def test_zero_that_a_spreadsheet_took_away_is_put_back() -> None:
    # The post office has its own rule of keys; this one is an establishment with a first zero.
    with_zero = "00000001800002"

    read = _row(idBeneficiaire=with_zero[1:])

    assert (read.siret, read.notes[0].code) == (with_zero, NoteCode.ZERO_LOST)


@pytest.mark.parametrize(
    ("written", "is_de_minimis", "notes"),
    [("Oui", True, 0), ("TRUE", True, 0), ("NON", False, 0), ("faux", False, 0), ("", False, 1)],
)
def test_what_it_counts_for_is_read_or_said_not_to_be_known(written: str, is_de_minimis: bool, notes: int) -> None:
    read = _row(notificationUE=written)

    assert (read.is_de_minimis, len(read.notes)) == (is_de_minimis, notes)


def test_giver_of_the_form_speaks_only_where_the_file_is_silent() -> None:
    text = f"SIRET;montant;dateConvention;nomAttribuant\n{SIRET};10;2025-03-09;Ville\n{SIRET};10;2025-03-09;\n"

    first, second = read_rows(read_sheet(text.encode()), Giver("Département", SIRET))

    assert (first.giver, first.giver_siret) == ("Ville", "")
    assert (second.giver, second.giver_siret) == ("Département", SIRET)


@given(
    cents=st.integers(min_value=1, max_value=10**11),
    share=st.decimals(min_value=Decimal("0.01"), max_value=1, places=4),
)
def test_part_is_never_above_the_amount_and_writings_agree(cents: int, share: Decimal) -> None:
    amount = f"{cents // 100}.{cents % 100:02d}"

    one = _row(montant=amount, pourcentageSubvention=str(share))
    other = _row(montant=amount.replace(".", ","), pourcentageSubvention=f"{share * 100} %")

    codes = () if cents * share >= Decimal("0.5") else (FlawCode.NOT_POSITIVE,)
    assert tuple(flaw.code for flaw in one.flaws) == tuple(flaw.code for flaw in other.flaws) == codes
    assert one.cents == other.cents <= cents
