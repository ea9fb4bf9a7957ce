"""
A small stock written by hand, in which every count can be checked by eye: fourteen units, twenty establishments.

Nobody in it is real. Each unit is there for one rule: its comment says which.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from essaim.foundations.sirene.files import ListFile, SourceFile

VINTAGE = date(2026, 8, 1)
LILLE, ROUBAIX, HELLEMMES, LYON, LYON_1 = "59350", "59512", "59298", "69123", "69381"
METROPOLE = "200093201"

UNIT_COLUMNS = (
    "siren",
    "statutDiffusionUniteLegale",
    "identifiantAssociationUniteLegale",
    "denominationUniteLegale",
    "sigleUniteLegale",
    "denominationUsuelle1UniteLegale",
    "categorieJuridiqueUniteLegale",
    "activitePrincipaleUniteLegale",
    "nomenclatureActivitePrincipaleUniteLegale",
    "economieSocialeSolidaireUniteLegale",
    "societeMissionUniteLegale",
)
ESTABLISHMENT_COLUMNS = (
    "siren",
    "siret",
    "statutDiffusionEtablissement",
    "dateCreationEtablissement",
    "trancheEffectifsEtablissement",
    "anneeEffectifsEtablissement",
    "etablissementSiege",
    "etatAdministratifEtablissement",
    "codeCommuneEtablissement",
    "codePostalEtablissement",
    "numeroVoieEtablissement",
    "typeVoieEtablissement",
    "libelleVoieEtablissement",
    "enseigne1Etablissement",
    "denominationUsuelleEtablissement",
    "activitePrincipaleEtablissement",
    "nomenclatureActivitePrincipaleEtablissement",
    "activitePrincipaleNAF25Etablissement",
)
# Key, legal category, activity, nomenclature, flag, diffusion.
UNITS = (
    ("01", "9220", "94.99Z", "NAFRev2", "O", "O"),  # association, declared: in every rule
    ("02", "9220", "94.91Z", "NAFRev2", "N", "O"),  # association of worship: activity outside INSEE's field
    ("03", "9220", "94.20Z", "NAFRev2", "O", "O"),  # a union's association, declared: the Annuaire's rule only
    ("04", "5710", "62.02A", "NAFRev2", "O", "O"),  # company that declared itself: Annuaire and its own layer
    ("05", "5710", "62.02A", "NAFRev2", "N", "O"),  # company: nowhere
    ("06", "5458", "43.39Z", "NAFRev2", "N", "O"),  # SCOP that did not declare itself: INSEE, not the Annuaire
    ("07", "8210", "65.12Z", "NAFRev2", "O", "P"),  # mutual of partial diffusion: counted, not named
    ("08", "9900", "94.99Z", "NAFRev2", "N", "O"),  # other private body: INSEE's fifth family, no statute of the law
    ("09", "5432", "46.21Z", "NAFRev2", "O", "O"),  # SICA, to confirm: the Annuaire's rule only
    ("10", "1000", "96.02A", "NAFRev2", None, "P"),  # natural person: never kept
    ("11", "7210", "84.11Z", "NAFRev2", "N", "O"),  # commune: public
    ("12", "9220", "91.3E", "NAF1993", "N", "O"),  # association of an old nomenclature, on the list of ESS France
    ("13", "5499", "81.21Z", "NAFRev2", "N", "O"),  # company with an ESUS accreditation: that layer only
    ("14", "9222", "78.20Z", "NAFRev2", "O", "O"),  # association of integration, on the list of SIAE
)
# Unit, number, commune, activity, bracket, state, day of creation.
ESTABLISHMENTS = (
    ("01", "00010", LILLE, "94.99Z", "11", "A", "2010-03-01"),
    ("01", "00028", ROUBAIX, "94.99Z", "NN", "A", "1900-01-01"),  # unknown day
    ("01", "00036", LILLE, "94.99Z", "12", "F", "2001-01-01"),  # closed
    ("02", "00010", LILLE, "94.91Z", "01", "A", "2012-01-01"),
    ("03", "00010", LILLE, "94.20Z", "02", "A", "2013-01-01"),
    ("04", "00010", LILLE, "62.02A", "03", "A", "2020-05-05"),
    ("05", "00010", LILLE, "62.02A", "12", "A", "2020-05-05"),
    ("06", "00010", HELLEMMES, "43.39Z", "12", "A", "2005-01-01"),  # old code: counts in Lille
    ("06", "00028", LYON_1, "43.39Z", "01", "A", "2015-01-01"),  # arrondissement: counts in Lyon
    ("07", "00010", LILLE, "65.12Z", "21", "A", "1980-01-01"),
    ("07", "00028", ROUBAIX, "65.12Z", "00", "A", "3035-06-30"),  # absurd day
    ("08", "00010", LILLE, "94.99Z", "NN", "A", "2011-01-01"),
    ("09", "00010", LILLE, "46.21Z", "11", "A", "2011-01-01"),
    ("10", "00010", LILLE, "96.02A", "NN", "A", "2011-01-01"),
    ("11", "00010", LILLE, "84.11Z", "53", "A", "1950-01-01"),
    ("12", "00010", LILLE, "94.99Z", "01", "A", "1990-01-01"),
    ("13", "00010", LILLE, "81.21Z", "11", "A", "2018-01-01"),
    ("14", "00010", ROUBAIX, "78.20Z", "22", "A", "1995-01-01"),
    ("14", "00028", LILLE, "78.20Z", None, "A", "1995-01-01"),  # no bracket: as NN
    ("01", "00044", "99999", "94.99Z", "NN", "A", "2010-03-01"),  # a commune of no list
)
LISTS = {
    ListFile.ESS_FRANCE: "siren\n100000012\n",
    ListFile.ESUS: "siren,starts_on,ends_on\n100000013,2024-01-01,2029-01-01\n100000005,2019-01-01,2024-01-01\n",
    ListFile.SIAE: "siret,kind\n10000001400010,AI\n10000001400010,ACI\n",
}


def siren(key: str) -> str:
    """Return the SIREN of a unit by its two digits."""
    return f"1000000{key}"


def siret(key: str, nic: str = "00010") -> str:
    """Return the SIRET of an establishment."""
    return siren(key) + nic


def unit_rows() -> list[Mapping[str, object]]:
    """Write the units as the published file does."""
    return [
        {
            "siren": siren(key),
            "statutDiffusionUniteLegale": diffusion,
            "denominationUniteLegale": "[ND]" if diffusion == "P" else f"STRUCTURE {key}",
            "categorieJuridiqueUniteLegale": int(category),
            "activitePrincipaleUniteLegale": activity,
            "nomenclatureActivitePrincipaleUniteLegale": nomenclature,
            "economieSocialeSolidaireUniteLegale": flag,
        }
        for key, category, activity, nomenclature, flag, diffusion in UNITS
    ]


def establishment_rows() -> list[Mapping[str, object]]:
    """Write the establishments as the published file does."""
    hidden = {key: diffusion for key, *_others, diffusion in UNITS}
    return [
        {
            "siren": siren(key),
            "siret": siret(key, nic),
            "statutDiffusionEtablissement": hidden[key],
            "dateCreationEtablissement": day,
            "trancheEffectifsEtablissement": bracket,
            "anneeEffectifsEtablissement": 2023,
            "etablissementSiege": nic == "00010",
            "etatAdministratifEtablissement": state,
            "codeCommuneEtablissement": commune,
            "codePostalEtablissement": "59000",
            "numeroVoieEtablissement": "1",
            "typeVoieEtablissement": "RUE",
            "libelleVoieEtablissement": "INVENTEE",
            "activitePrincipaleEtablissement": activity,
            "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
            "activitePrincipaleNAF25Etablissement": activity[:5] + "Y",
        }
        for key, nic, commune, activity, bracket, state, day in ESTABLISHMENTS
    ]


def history_rows() -> list[Mapping[str, object]]:
    """Write one period for each establishment, and a closure on 15 June 2020 for the closed one."""
    rows: list[Mapping[str, object]] = []
    for key, nic, _commune, _activity, _bracket, state, day in ESTABLISHMENTS:
        start = day if "1900-01-01" < day < "2030" else "1973-01-01"
        # The second period is one in which only the activity changed: no birth.
        periods = [(start, "A"), ("2020-01-01" if start < "2020" else "2021-01-01", "A")]
        if state == "F":
            periods.append(("2020-06-15", "F"))
        rows += [
            {"siret": siret(key, nic), "dateDebut": since, "etatAdministratifEtablissement": found}
            for since, found in periods
        ]
    return rows


FILES = (
    (SourceFile.UNITS, UNIT_COLUMNS, unit_rows),
    (SourceFile.ESTABLISHMENTS, ESTABLISHMENT_COLUMNS, establishment_rows),
    (SourceFile.ESTABLISHMENT_HISTORY, ("siret", "dateDebut", "etatAdministratifEtablissement"), history_rows),
)

# What is no text in the published Parquet files.
TYPES = {
    "categorieJuridiqueUniteLegale": "BIGINT",
    "anneeEffectifsEtablissement": "BIGINT",
    "etablissementSiege": "BOOLEAN",
    "dateCreationEtablissement": "DATE",
    "dateDebut": "DATE",
}


def write(
    folder: Path, *, as_csv: bool = False, without: Sequence[str] = (), lists: bool = True, times: int = 1
) -> Path:
    """
    Write the stock in a folder, as Parquet with the published types, or as compressed CSV.

    :param without: columns left out
    :param times: how many times each unit stands, under other SIREN, to change the size of the files
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file, columns, rows in FILES:
        kept = [name for name in columns if name not in without]
        text = _csv(kept, _repeated(rows(), times))
        if as_csv:
            with zipfile.ZipFile(folder / file.zipped, "w") as archive:
                archive.writestr(f"{file.value}_utf8.csv", text)
            continue
        source = folder / f"{file.value}.source.csv"
        source.write_text(text, encoding="utf-8")
        select = ", ".join(f"CAST({name} AS {TYPES.get(name, 'VARCHAR')}) AS {name}" for name in kept)
        read = f"read_csv('{source}', all_varchar = true, header = true)"
        duckdb.execute(f"COPY (SELECT {select} FROM {read}) TO '{folder / file.parquet}' (FORMAT parquet)")
        source.unlink()
    if lists:
        for kind, text in LISTS.items():
            (folder / kind.csv).write_text(text, encoding="utf-8")
    return folder


def _repeated(rows: Sequence[Mapping[str, object]], times: int) -> list[Mapping[str, object]]:
    made = list(rows)
    for turn in range(1, times):
        made += [
            {name: f"{turn + 1}{value[1:]}" if name in {"siren", "siret"} else value for name, value in row.items()}
            for row in rows
        ]
    return made


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: "" if row.get(name) is None else row[name] for name in columns} for row in rows)
    return text.getvalue()
