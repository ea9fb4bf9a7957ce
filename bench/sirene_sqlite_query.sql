-- The same rows as sirene_indicators.sql, in the SQL of SQLite.
CREATE TEMP TABLE excluded AS
SELECT DISTINCT unit.nomenclature, unit.activity FROM unit
JOIN exclusion ON exclusion.nomenclature = unit.nomenclature AND unit.activity BETWEEN exclusion.code_from AND exclusion.code_to
WHERE unit.category <> 1000;
CREATE TEMP TABLE judged (
    siren TEXT PRIMARY KEY, family TEXT, insee INTEGER, annuaire INTEGER, statutory INTEGER, declared_commercial INTEGER, is_public INTEGER
) WITHOUT ROWID;
INSERT INTO judged
SELECT siren, family, in_insee AND NOT is_out, is_flagged, in_statutory AND NOT is_out, is_flagged AND family = 'company', is_public
FROM (
    SELECT siren, coalesce(nullif(placed.family, ''), CASE WHEN category BETWEEN 5000 AND 5999 THEN 'company' ELSE 'other' END) AS family,
        coalesce(in_insee, 0) AS in_insee, coalesce(in_statutory, 0) AS in_statutory, coalesce(flag = 'O', 0) AS is_flagged, confidence,
        category BETWEEN 4000 AND 4999 OR category BETWEEN 7000 AND 7999 AS is_public,
        EXISTS (SELECT 1 FROM excluded WHERE excluded.nomenclature = unit.nomenclature AND excluded.activity = unit.activity) AS is_out
    FROM unit LEFT JOIN category AS placed ON placed.number = unit.category
    WHERE category <> 1000
)
WHERE confidence <> 'C' OR is_flagged OR is_public;
CREATE TEMP TABLE cube AS
SELECT epci, section, family, insee, annuaire, statutory, declared_commercial, is_public, establishments,
    CASE WHEN bracket <> 'NN' THEN establishments ELSE 0 END AS employers,
    CASE WHEN bracket = '00' THEN establishments ELSE 0 END AS employers_zero,
    establishments * coalesce(least, 0) AS least, establishments * coalesce(most, 0) AS most,
    coalesce(bracket <> 'NN' AND most IS NULL, 0) AS is_open,
    establishments * coalesce(least + coalesce(most, least), 0) / 2.0 AS estimate
FROM (
    SELECT coalesce(place.epci, '') AS epci,
        CASE WHEN establishment.nomenclature = 'NAFRev2' THEN coalesce(activity.section, '?') ELSE '?' END AS section,
        establishment.bracket, bracket.least, bracket.most, coalesce(family, '') AS family, coalesce(insee, 0) AS insee,
        coalesce(annuaire, 0) AS annuaire, coalesce(statutory, 0) AS statutory, coalesce(declared_commercial, 0) AS declared_commercial,
        coalesce(is_public, 0) AS is_public, count(*) AS establishments
    FROM establishment
    LEFT JOIN judged ON judged.siren = establishment.siren
    LEFT JOIN place ON place.commune = establishment.commune
    LEFT JOIN activity ON activity.code = establishment.activity
    LEFT JOIN bracket ON bracket.code = establishment.bracket
    WHERE establishment.state = 'A'
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
);
CREATE TEMP TABLE scoped AS
SELECT 'insee' AS scope, * FROM cube WHERE insee
UNION ALL SELECT 'annuaire', * FROM cube WHERE annuaire
UNION ALL SELECT 'statutory', * FROM cube WHERE statutory
UNION ALL SELECT 'declared_commercial', * FROM cube WHERE declared_commercial;
CREATE TEMP TABLE ess AS
SELECT scope, epci, '*' AS family, '*' AS section, sum(establishments) AS establishments, sum(employers) AS employers,
    sum(employers_zero) AS employers_zero, sum(least) AS least, CASE WHEN NOT max(is_open) THEN sum(most) END AS most, sum(estimate) AS estimate
FROM scoped GROUP BY scope, epci
UNION ALL
SELECT scope, epci, family, '*', sum(establishments), sum(employers), sum(employers_zero), sum(least),
    CASE WHEN NOT max(is_open) THEN sum(most) END, sum(estimate)
FROM scoped GROUP BY scope, epci, family
UNION ALL
SELECT scope, epci, '*', section, sum(establishments), sum(employers), sum(employers_zero), sum(least),
    CASE WHEN NOT max(is_open) THEN sum(most) END, sum(estimate)
FROM scoped GROUP BY scope, epci, section;
CREATE TEMP TABLE whole AS
SELECT epci, '*' AS section, 'total' AS denominator, sum(establishments) AS establishments, sum(employers) AS employers, sum(estimate) AS estimate
FROM cube GROUP BY epci
UNION ALL SELECT epci, section, 'total', sum(establishments), sum(employers), sum(estimate) FROM cube GROUP BY epci, section
UNION ALL SELECT epci, '*', 'private', sum(establishments), sum(employers), sum(estimate) FROM cube WHERE NOT is_public GROUP BY epci
UNION ALL SELECT epci, section, 'private', sum(establishments), sum(employers), sum(estimate) FROM cube WHERE NOT is_public GROUP BY epci, section;
CREATE INDEX temp.whole_key ON whole (epci, section);
CREATE TEMP TABLE france AS SELECT scope, family, section, sum(employers) AS employers FROM ess GROUP BY scope, family, section;
CREATE TEMP TABLE all_france AS SELECT section, denominator, sum(employers) AS employers FROM whole GROUP BY section, denominator;
CREATE TEMP TABLE told AS
SELECT ess.*, whole.denominator, 1.0 * ess.establishments / whole.establishments AS share_of_establishments,
    1.0 * ess.employers / nullif(whole.employers, 0) AS share_of_employers, ess.estimate / nullif(whole.estimate, 0) AS share_of_jobs,
    (1.0 * ess.employers / nullif(whole.employers, 0)) / nullif(1.0 * france.employers / nullif(all_france.employers, 0), 0) AS location_quotient
FROM ess
JOIN whole ON whole.epci = ess.epci AND whole.section = ess.section
JOIN france ON france.scope = ess.scope AND france.family = ess.family AND france.section = ess.section
JOIN all_france ON all_france.section = whole.section AND all_france.denominator = whole.denominator
WHERE ess.epci <> '';
