-- Perimeter and all indicators of every EPCI from the raw files: one reading of the units, one of the establishments.
CREATE TEMP TABLE placed AS
SELECT number, bool_or(may_be_ess) AS may_be_ess, coalesce(max(family), '') AS family, coalesce(bool_or(in_insee), false) AS in_insee,
    coalesce(bool_or(in_statutory), false) AS in_statutory, number BETWEEN 4000 AND 4999 OR number BETWEEN 7000 AND 7999 AS is_public
FROM (
    SELECT TRY_CAST(code AS BIGINT) AS number, coalesce(confidence <> 'C', false) AS may_be_ess, family, in_insee, in_statutory FROM category
    UNION ALL SELECT range, false, NULL, NULL, NULL FROM range(4000, 5000)
    UNION ALL SELECT range, false, NULL, NULL, NULL FROM range(7000, 8000)
)
WHERE number IS NOT NULL
GROUP BY number;

CREATE TEMP TABLE kept AS
SELECT siren, categorieJuridiqueUniteLegale::SMALLINT AS category, activitePrincipaleUniteLegale AS activity,
    nomenclatureActivitePrincipaleUniteLegale AS nomenclature, coalesce(economieSocialeSolidaireUniteLegale = 'O', false) AS is_flagged
FROM unit_source
WHERE categorieJuridiqueUniteLegale <> 1000
    AND (categorieJuridiqueUniteLegale IN (SELECT number FROM placed WHERE may_be_ess OR is_public) OR economieSocialeSolidaireUniteLegale = 'O');

-- Each way to be of a rule or layer, or of public law, by what a unit says of itself: one small number, to group by.
CREATE TEMP TABLE class AS
WITH said AS (
    SELECT DISTINCT category, nomenclature, activity, is_flagged FROM kept
), judged AS (
    SELECT said.*, coalesce(nullif(family, ''), CASE WHEN said.category BETWEEN 5000 AND 5999 THEN 'company' ELSE 'other' END) AS family,
        coalesce(in_insee, false) AS in_insee, coalesce(in_statutory, false) AS in_statutory, coalesce(is_public, false) AS is_public,
        EXISTS (SELECT 1 FROM exclusion WHERE exclusion.nomenclature = said.nomenclature
            AND said.activity BETWEEN exclusion.code_from AND exclusion.code_to) AS is_out
    FROM said LEFT JOIN placed ON placed.number = said.category
)
SELECT category, nomenclature, activity, is_flagged,
    dense_rank() OVER (ORDER BY family, insee, annuaire, statutory, declared_commercial, is_public)::UTINYINT AS class,
    family, insee, annuaire, statutory, declared_commercial, is_public
FROM (
    SELECT category, nomenclature, activity, is_flagged, family, in_insee AND NOT is_out AS insee, is_flagged AS annuaire,
        in_statutory AND NOT is_out AS statutory, is_flagged AND family = 'company' AS declared_commercial, is_public
    FROM judged
);

CREATE TEMP TABLE unit_class AS
SELECT siren, class FROM kept
JOIN class ON class.category = kept.category AND class.nomenclature IS NOT DISTINCT FROM kept.nomenclature
    AND class.activity IS NOT DISTINCT FROM kept.activity AND class.is_flagged = kept.is_flagged;

DROP TABLE kept;

CREATE TEMP TABLE place AS
SELECT found, dense_rank() OVER (ORDER BY epci)::USMALLINT AS number, epci
FROM commune_code JOIN commune ON commune.code = commune_code.commune WHERE epci <> '';

CREATE TEMP TABLE activity AS
SELECT naf.code, ascii(section)::UTINYINT AS letter FROM naf WHERE section IS NOT NULL;

-- Joins to few words come first: DuckDB then looks up each word of a dictionary once, and each row only where it must.
CREATE TEMP TABLE counted AS
SELECT
    place.number AS place,
    CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' THEN activity.letter END AS letter,
    bracket_number.number AS bracket,
    class,
    count(*) AS establishments
FROM establishment_source
LEFT JOIN bracket_number ON bracket_number.code = trancheEffectifsEtablissement
LEFT JOIN activity ON activity.code = activitePrincipaleEtablissement
LEFT JOIN unit_class USING (siren)
LEFT JOIN place ON place.found = codeCommuneEtablissement
WHERE etatAdministratifEtablissement = 'A'
GROUP BY ALL;

-- Brackets are weighed and added up: fewer cells, of small numbers, for all that follows.
CREATE TEMP TABLE cube AS
SELECT coalesce(place, 0)::USMALLINT AS place, coalesce(letter, ascii('?'))::UTINYINT AS letter, coalesce(class, 0)::UTINYINT AS class,
    sum(establishments)::BIGINT AS establishments,
    coalesce(sum(establishments) FILTER (code <> 'NN'), 0)::BIGINT AS employers,
    coalesce(sum(establishments) FILTER (code = '00'), 0)::BIGINT AS employers_zero,
    sum(establishments * coalesce(least, 0))::BIGINT AS least,
    sum(establishments * coalesce(most, 0))::BIGINT AS most,
    coalesce(bool_or(code <> 'NN' AND most IS NULL), false) AS is_open,
    sum(establishments * coalesce(least + coalesce(most, least), 0))::BIGINT AS twice
FROM counted
LEFT JOIN (
    SELECT number, bracket.code, least, most FROM bracket_number JOIN bracket USING (code)
) AS weight ON weight.number = counted.bracket
GROUP BY ALL;

CREATE TEMP TABLE told AS
WITH kind AS (
    SELECT DISTINCT class, family, insee, annuaire, statutory, declared_commercial FROM class
), scope_class AS (
    SELECT 1::UTINYINT AS scope, class, family FROM kind WHERE insee
    UNION ALL SELECT 2, class, family FROM kind WHERE annuaire
    UNION ALL SELECT 3, class, family FROM kind WHERE statutory
    UNION ALL SELECT 4, class, family FROM kind WHERE declared_commercial
), ess AS (
    SELECT scope, place, family, letter, sum(establishments)::BIGINT AS establishments, sum(employers)::BIGINT AS employers,
        sum(employers_zero)::BIGINT AS employers_zero, sum(least)::BIGINT AS least,
        CASE WHEN NOT bool_or(is_open) THEN sum(most)::BIGINT END AS most, sum(twice)::BIGINT / 2 AS estimate
    FROM cube JOIN scope_class USING (class) GROUP BY GROUPING SETS ((scope, place), (scope, place, family), (scope, place, letter))
), sector AS (
    SELECT DISTINCT class, is_public FROM class UNION ALL SELECT 0, false
), whole AS (
    SELECT place, letter, denominator, sum(establishments)::BIGINT AS establishments, sum(employers)::BIGINT AS employers,
        sum(twice)::BIGINT / 2 AS estimate
    FROM cube JOIN sector USING (class) JOIN (VALUES ('total'), ('private')) AS denominators(denominator) ON denominator = 'total' OR NOT is_public
    GROUP BY GROUPING SETS ((place, denominator), (place, letter, denominator))
), france AS (
    SELECT scope, family, letter, sum(employers) AS employers FROM ess GROUP BY ALL
), france_whole AS (
    SELECT letter, denominator, sum(employers) AS employers FROM whole GROUP BY ALL
)
SELECT epci, ['insee', 'annuaire', 'statutory', 'declared_commercial'][ess.scope] AS scope, whole.denominator, ess.family,
    chr(ess.letter) AS section, ess.establishments, ess.employers, ess.employers_zero, ess.least, ess.most, ess.estimate,
    ess.establishments / whole.establishments AS share_of_establishments,
    ess.employers / nullif(whole.employers, 0) AS share_of_employers,
    ess.estimate / nullif(whole.estimate, 0) AS share_of_jobs,
    (ess.employers / nullif(whole.employers, 0)) / nullif(france.employers / nullif(france_whole.employers, 0), 0) AS location_quotient
FROM ess
JOIN whole ON whole.place = ess.place AND coalesce(whole.letter, 0) = coalesce(ess.letter, 0)
JOIN france ON france.scope = ess.scope AND coalesce(france.family, '') = coalesce(ess.family, '') AND coalesce(france.letter, 0) = coalesce(ess.letter, 0)
JOIN france_whole ON france_whole.denominator = whole.denominator AND coalesce(france_whole.letter, 0) = coalesce(ess.letter, 0)
JOIN (SELECT DISTINCT number, epci FROM place) AS named ON named.number = ess.place;

-- What the other means must find too.
SELECT count(*), sum(establishments), sum(employers), sum(estimate), sum(share_of_employers), sum(location_quotient) FROM told
