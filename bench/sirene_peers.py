"""
The indicators of every EPCI by other means, on the same files: pandas, polars, and rows loaded into SQLite then queried.

The third is the way of the public directory's pipeline (rows into SQLite, an index, then queries). Each is written as somebody at
ease with it would: only the columns needed, filters given to the reader, texts of few values as categories, SIREN as numbers. It
is run by a Python that has requirements/peers.txt, without the application: what it must know of territories, brackets and
perimeter is a file that bench.sirene writes. Every one gives the same rows, which the bench checks.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

UNITS, ESTABLISHMENTS = "StockUniteLegale_utf8.parquet", "StockEtablissement_utf8.parquet"
CATEGORY, ACTIVITY = "categorieJuridiqueUniteLegale", "activitePrincipaleUniteLegale"
NOMENCLATURE, FLAG = "nomenclatureActivitePrincipaleUniteLegale", "economieSocialeSolidaireUniteLegale"
COMMUNE, BRACKET = "codeCommuneEtablissement", "trancheEffectifsEtablissement"
ACTIVITY_HERE, NOMENCLATURE_HERE = "activitePrincipaleEtablissement", "nomenclatureActivitePrincipaleEtablissement"
STATE = "etatAdministratifEtablissement"
SCOPES = ("insee", "annuaire", "statutory", "declared_commercial")
MEASURES = ("establishments", "employers", "employers_zero", "least", "most", "open", "estimate")
Known = dict[str, Any]


def _is_out(known: Known, nomenclature: str | None, activity: str | None) -> bool:
    return any(
        nomenclature == kind and activity is not None and first <= activity <= last
        for kind, first, last in known["exclusions"]
    )


def by_pandas(folder: Path, known: Known) -> list[float]:
    """Measure with pandas, columns read by pyarrow."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    def read(path: Path, texts: list[str], others: list[str], filters: list[tuple[str, str, object]]) -> pd.DataFrame:
        table = pq.read_table(path, columns=["siren", *texts, *others], filters=filters, read_dictionary=texts)
        number = pc.cast(table["siren"], pa.int32())
        return table.set_column(0, "siren", number).to_pandas(split_blocks=True, self_destruct=True)

    units = read(folder / UNITS, [ACTIVITY, NOMENCLATURE, FLAG], [CATEGORY], [(CATEGORY, "!=", 1000)])
    placed = pd.DataFrame(
        known["categories"], columns=["category", "family", "confidence", "in_insee", "in_statutory"]
    ).set_index("category")
    units = units.join(placed, on=CATEGORY)
    units["annuaire"] = units[FLAG].eq("O")
    units["is_public"] = units[CATEGORY].between(4000, 4999) | units[CATEGORY].between(7000, 7999)
    may_be = units["confidence"].notna() & (units["confidence"] != "C")
    units = units[may_be | units["annuaire"] | units["is_public"]]
    pairs = units[[NOMENCLATURE, ACTIVITY]].drop_duplicates()
    pairs["is_out"] = [_is_out(known, kind, code) for kind, code in pairs.itertuples(index=False)]
    units = units.merge(pairs, on=[NOMENCLATURE, ACTIVITY], how="left")
    company = units[CATEGORY].between(5000, 5999)
    units["family"] = units["family"].where(
        units["family"].notna() & (units["family"] != ""), np.where(company, "company", "other")
    )
    units["insee"] = units["in_insee"].fillna(value=False).astype(bool) & ~units["is_out"]
    units["statutory"] = units["in_statutory"].fillna(value=False).astype(bool) & ~units["is_out"]
    units["declared_commercial"] = units["annuaire"] & (units["family"] == "company")
    kinds = ["family", *SCOPES, "is_public"]
    units["kind"] = units.groupby(kinds, observed=True).ngroup().astype("int16")
    kind_rows = units.drop_duplicates("kind").set_index("kind")[kinds]
    kind_of = units.set_index("siren")["kind"]
    del units

    texts = [COMMUNE, BRACKET, ACTIVITY_HERE, NOMENCLATURE_HERE]
    rows = read(folder / ESTABLISHMENTS, texts, [STATE], [(STATE, "==", "A")])
    epci = rows[COMMUNE].cat.rename_categories(str).map(known["epci_of"])
    section = rows[ACTIVITY_HERE].map(
        {code: known["section_of"].get(code) for code in rows[ACTIVITY_HERE].cat.categories}
    )
    keys = pd.DataFrame(
        {
            "epci": epci.astype("category"),
            "section": section.where(rows[NOMENCLATURE_HERE] == "NAFRev2").astype("category"),
            "bracket": rows[BRACKET],
            "kind": kind_of.reindex(rows["siren"]).fillna(-1).astype("int16").to_numpy(),
        }
    )
    del rows, epci, section
    cube = (
        keys.groupby(["epci", "section", "bracket", "kind"], observed=True, dropna=False)
        .size()
        .reset_index(name="establishments")
    )
    del keys
    cube = cube.join(kind_rows, on="kind")
    cube[["epci", "section"]] = cube[["epci", "section"]].astype(object)
    cube["epci"] = cube["epci"].fillna("")
    cube["section"] = cube["section"].fillna("?")
    for name in (*SCOPES, "is_public"):
        cube[name] = cube[name].fillna(value=False).astype(bool)
    count, code = cube["establishments"], cube["bracket"].astype(object)
    least, most = code.map(known["least"]).fillna(0), code.map(known["most"]).fillna(0)
    has_staff = code.notna() & (code != "NN")
    is_open = has_staff & ~code.isin(list(known["most"]))
    cube["employers"], cube["employers_zero"] = count.where(has_staff, 0), count.where(code == "00", 0)
    cube["least"], cube["most"], cube["open"] = count * least, count * most, is_open.astype("int64")
    cube["estimate"] = count * (least + most.where(~is_open, least)) / 2

    sums = list(MEASURES)
    ess_parts = []
    for scope in SCOPES:
        inside = cube[cube[scope]]
        for by in ([], ["family"], ["section"]):
            ess_parts.append(inside.groupby(["epci", *by])[sums].sum().reset_index().assign(scope=scope))
    ess = pd.concat(ess_parts)
    ess[["family", "section"]] = ess[["family", "section"]].fillna("*")
    whole_parts = []
    for denominator, inside in (("total", cube), ("private", cube[~cube["is_public"]])):
        for by in ([], ["section"]):
            found = inside.groupby(["epci", *by])[["establishments", "employers", "estimate"]].sum().reset_index()
            whole_parts.append(found.assign(denominator=denominator))
    whole = pd.concat(whole_parts)
    whole["section"] = whole["section"].fillna("*")
    france = ess.groupby(["scope", "family", "section"])["employers"].sum().rename("in_france").reset_index()
    all_france = whole.groupby(["section", "denominator"])["employers"].sum().rename("all_in_france").reset_index()
    told = (
        ess[ess["epci"] != ""]
        .merge(whole, on=["epci", "section"], suffixes=("", "_all"))
        .merge(france, on=["scope", "family", "section"])
        .merge(all_france, on=["section", "denominator"])
    )
    told["share_of_establishments"] = told["establishments"] / told["establishments_all"]
    told["share_of_employers"] = told["employers"] / told["employers_all"].replace(0, np.nan)
    told["share_of_jobs"] = told["estimate"] / told["estimate_all"].replace(0, np.nan)
    national = (told["in_france"] / told["all_in_france"].replace(0, np.nan)).replace(0, np.nan)
    told["location_quotient"] = told["share_of_employers"] / national
    return [
        float(len(told)),
        *(
            float(told[name].sum())
            for name in ("establishments", "employers", "estimate", "share_of_employers", "location_quotient")
        ),
    ]


def by_polars(folder: Path, known: Known) -> list[float]:
    """Measure with polars, lazily and streaming."""
    import polars as pl

    placed = pl.LazyFrame(
        known["categories"],
        schema={
            CATEGORY: pl.Int64, "family": pl.String, "confidence": pl.String, "in_insee": pl.Boolean, "in_statutory": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    category = pl.col(CATEGORY)
    is_public = category.is_between(4000, 4999) | category.is_between(7000, 7999)
    is_flagged = (pl.col(FLAG) == "O").fill_null(value=False)
    kept = (
        pl.scan_parquet(folder / UNITS)
        .select("siren", CATEGORY, ACTIVITY, NOMENCLATURE, FLAG)
        .filter(category != 1000)
        .join(placed, on=CATEGORY, how="left")
        .filter((pl.col("confidence") != "C").fill_null(value=False) | is_flagged | is_public)
        .with_columns(siren=pl.col("siren").cast(pl.Int32), annuaire=is_flagged, is_public=is_public)
        .collect(engine="streaming")
    )
    pairs = kept.select(NOMENCLATURE, ACTIVITY).unique()
    out = pairs.with_columns(is_out=pl.Series([_is_out(known, *pair) for pair in pairs.iter_rows()]))
    family = pl.when((pl.col("family") != "").fill_null(value=False)).then("family").otherwise(
        pl.when(category.is_between(5000, 5999)).then(pl.lit("company")).otherwise(pl.lit("other"))
    )  # fmt: skip
    kinds = ["family", *SCOPES, "is_public"]
    judged = kept.join(out, on=[NOMENCLATURE, ACTIVITY], how="left", nulls_equal=True).select(
        "siren", "annuaire", "is_public",
        family=family,
        insee=pl.col("in_insee").fill_null(value=False) & ~pl.col("is_out"),
        statutory=pl.col("in_statutory").fill_null(value=False) & ~pl.col("is_out"),
        declared_commercial=pl.col("annuaire") & (family == "company"),
    )  # fmt: skip
    kind_rows = judged.select(kinds).unique().with_row_index("kind").with_columns(pl.col("kind").cast(pl.Int16))
    kind_of = judged.join(kind_rows, on=kinds).select("siren", "kind")
    del kept, judged

    epci_of = pl.LazyFrame({COMMUNE: list(known["epci_of"]), "epci": list(known["epci_of"].values())})
    section_of = pl.LazyFrame({ACTIVITY_HERE: list(known["section_of"]), "section": list(known["section_of"].values())})
    cube = (
        pl.scan_parquet(folder / ESTABLISHMENTS)
        .select("siren", COMMUNE, BRACKET, ACTIVITY_HERE, NOMENCLATURE_HERE, STATE)
        .filter(pl.col(STATE) == "A")
        .with_columns(siren=pl.col("siren").cast(pl.Int32))
        .join(kind_of.lazy(), on="siren", how="left")
        .join(epci_of, on=COMMUNE, how="left")
        .join(section_of, on=ACTIVITY_HERE, how="left")
        .with_columns(section=pl.when(pl.col(NOMENCLATURE_HERE) == "NAFRev2").then("section"))
        .group_by("epci", "section", BRACKET, "kind")
        .agg(establishments=pl.len().cast(pl.Int64))
        .collect(engine="streaming")
    )
    brackets = pl.DataFrame(
        [(code, known["least"].get(code), known["most"].get(code)) for code in known["brackets"]],
        schema={BRACKET: pl.String, "low": pl.Int64, "high": pl.Int64},
        orient="row",
    )
    count, code = pl.col("establishments"), pl.col(BRACKET)
    has_staff = (code != "NN").fill_null(value=False)
    low, high = pl.col("low").fill_null(0), pl.col("high").fill_null(0)
    is_open = has_staff & pl.col("high").is_null()
    cube = (
        cube.join(kind_rows, on="kind", how="left")
        .join(brackets, on=BRACKET, how="left")
        .with_columns(
            pl.col("epci").fill_null(""), pl.col("section").fill_null("?"),
            *(pl.col(name).fill_null(value=False) for name in (*SCOPES, "is_public")),
            employers=pl.when(has_staff).then(count).otherwise(0),
            employers_zero=pl.when(code == "00").then(count).otherwise(0),
            least=count * low, most=count * high, open=is_open.cast(pl.Int64),
            estimate=count * (low + pl.when(is_open).then(low).otherwise(high)) / 2,
        )
    )  # fmt: skip
    star = pl.lit("*")
    ess = pl.concat(
        cube.filter(pl.col(scope)).group_by("epci", *by).agg(pl.col(*MEASURES).sum()).with_columns(
            pl.lit(scope).alias("scope"), *(star.alias(name) for name in ("family", "section") if name not in by)
        ).select("scope", "epci", "family", "section", *MEASURES)
        for scope in SCOPES
        for by in ([], ["family"], ["section"])
    )  # fmt: skip
    whole = pl.concat(
        inside.group_by("epci", *by).agg(pl.col("establishments", "employers", "estimate").sum()).with_columns(
            pl.lit(denominator).alias("denominator"), *([] if by else [star.alias("section")])
        ).select("epci", "section", "denominator", "establishments", "employers", "estimate")
        for denominator, inside in (("total", cube), ("private", cube.filter(~pl.col("is_public"))))
        for by in ([], ["section"])
    )  # fmt: skip
    france = ess.group_by("scope", "family", "section").agg(in_france=pl.col("employers").sum())
    all_france = whole.group_by("section", "denominator").agg(all_in_france=pl.col("employers").sum())

    def share(part: str, of: str) -> pl.Expr:
        return pl.when(pl.col(of) != 0).then(pl.col(part) / pl.col(of))

    told = (
        ess.filter(pl.col("epci") != "")
        .join(whole, on=["epci", "section"], suffix="_all")
        .join(france, on=["scope", "family", "section"])
        .join(all_france, on=["section", "denominator"])
        .with_columns(
            share_of_establishments=share("establishments", "establishments_all"),
            share_of_employers=share("employers", "employers_all"),
            share_of_jobs=share("estimate", "estimate_all"),
            national=share("in_france", "all_in_france"),
        )
        .with_columns(location_quotient=share("share_of_employers", "national"))
    )
    sums = (
        told.select("establishments", "employers", "estimate", "share_of_employers", "location_quotient").sum().row(0)
    )
    return [float(told.height), *map(float, sums)]


def by_sqlite(folder: Path, known: Known) -> list[float]:
    """Load the rows into SQLite, index them, and query them: no safety is asked of the file, it is thrown away."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        base = sqlite3.connect(str(Path(scratch) / "sirene.sqlite"))
        base.executescript(
            "PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -400000; PRAGMA temp_store = memory;"
        )
        base.executescript(Path(__file__).with_name("sirene_sqlite_load.sql").read_text(encoding="utf-8"))
        base.executemany("INSERT INTO category VALUES (?, ?, ?, ?, ?)", known["categories"])
        base.executemany("INSERT INTO exclusion VALUES (?, ?, ?)", known["exclusions"])
        base.executemany("INSERT INTO place VALUES (?, ?)", known["epci_of"].items())
        base.executemany("INSERT INTO activity VALUES (?, ?)", known["section_of"].items())
        base.executemany(
            "INSERT INTO bracket VALUES (?, ?, ?)",
            [(code, known["least"].get(code), known["most"].get(code)) for code in known["brackets"]],
        )
        unit_columns = ["siren", CATEGORY, ACTIVITY, NOMENCLATURE, FLAG]
        base.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?)", _rows(folder / UNITS, unit_columns))
        columns = ["siren", COMMUNE, BRACKET, ACTIVITY_HERE, NOMENCLATURE_HERE, STATE]
        base.executemany("INSERT INTO establishment VALUES (?, ?, ?, ?, ?, ?)", _rows(folder / ESTABLISHMENTS, columns))
        base.executescript(
            "CREATE UNIQUE INDEX unit_siren ON unit (siren); CREATE INDEX establishment_siren ON establishment (siren);"
        )
        base.executescript(Path(__file__).with_name("sirene_sqlite_query.sql").read_text(encoding="utf-8"))
        row = base.execute(
            "SELECT count(*), sum(establishments), sum(employers), sum(estimate), sum(share_of_employers), "
            "sum(location_quotient) FROM told"
        ).fetchone()
        base.close()
    return [float(value) for value in row]


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[object, ...]]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(batch_size=100_000, columns=columns):
        yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def peak() -> float:
    """Return the most memory this process held, in megabytes: its own, where the system tells it apart from its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PEERS: dict[str, Callable[[Path, Known], list[float]]] = {"pandas": by_pandas, "polars": by_polars, "sqlite": by_sqlite}


def main() -> None:
    """Do the work of one peer, and tell it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("known", type=Path)
    asked = parser.parse_args()
    started, worked = time.perf_counter(), time.process_time()
    # Ours reads the lists of territories and activities too, from further back: that is counted on both sides.
    known = json.loads(asked.known.read_text(encoding="utf-8"))
    found = PEERS[asked.peer](asked.folder, known)
    told = {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - worked,
        "megabytes": peak(),
        "found": found,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
