-- Territories, brackets and activities as the snapshot was made with: kept inside it, so that it is read alone.
CREATE TABLE commune AS
SELECT
    code,
    name,
    coalesce(epci, '') AS epci,
    CASE WHEN code LIKE '97%' OR code LIKE '98%' THEN code[:3] ELSE code[:2] END AS department,
    TRY_CAST(population AS INTEGER) AS population,
    trim(regexp_replace(lower(strip_accents(name)), '[^0-9a-z]+', ' ', 'g')) AS sort_key
FROM read_csv($communes, all_varchar = true)
ORDER BY code;

CREATE TABLE epci AS
SELECT siren, name, kind, TRY_CAST(population_municipal AS INTEGER) AS population, trim(regexp_replace(lower(strip_accents(name)), '[^0-9a-z]+', ' ', 'g')) AS sort_key
FROM read_csv($epci, all_varchar = true)
ORDER BY siren;

CREATE TABLE district AS
SELECT code, name, commune FROM read_csv($districts, all_varchar = true) ORDER BY code;

CREATE TABLE naf AS
SELECT naf.code, naf.label, division.section
FROM read_csv($naf_rev2, all_varchar = true) AS naf
LEFT JOIN read_csv($divisions, all_varchar = true) AS division ON division.division = naf.code[:2];

CREATE TABLE bracket AS
SELECT code, TRY_CAST(least AS INTEGER) AS least, TRY_CAST(most AS INTEGER) AS most, label FROM read_csv($brackets, all_varchar = true);

-- Where a code found in the files leads: itself, the commune of an arrondissement, the commune an old code is now part of.
-- Codes that lead to one place have one number, in the order of places: rows are grouped and sorted by it.
CREATE TEMP TABLE commune_code AS
WITH every AS (
    SELECT code AS found, code AS commune, NULL AS district, 1 AS rank, population FROM commune
    UNION ALL
    SELECT district.code, district.commune, district.code, 1, 0 FROM district
    UNION ALL
    -- An old code that was split leads to the largest of its communes.
    SELECT old.old_code, old.code, NULL, 2, commune.population
    FROM read_csv($old_codes, all_varchar = true) AS old JOIN commune USING (code)
    UNION ALL
    SELECT part.code, part.commune, NULL, 2, 0 FROM read_csv($associated, all_varchar = true) AS part
)
SELECT found, commune, district, dense_rank() OVER (ORDER BY commune, coalesce(district, ''))::INTEGER AS number
FROM (
    SELECT found, first(commune ORDER BY rank, population DESC NULLS LAST) AS commune, first(district ORDER BY rank) AS district
    FROM every GROUP BY found
);

-- Brackets as small numbers, to group tens of millions of rows by.
CREATE TEMP TABLE bracket_number AS
SELECT code, row_number() OVER (ORDER BY code)::UTINYINT AS number FROM bracket;

-- What an establishment without bracket is counted in.
SET VARIABLE no_bracket = (SELECT number FROM bracket_number WHERE code = 'NN');
