-- Perimeter and all indicators of every EPCI from the raw files: one reading of the units, one of the establishments.
CREATE TEMP TABLE kept AS
SELECT siren, categorieJuridiqueUniteLegale AS category, activitePrincipaleUniteLegale AS activity,
    nomenclatureActivitePrincipaleUniteLegale AS nomenclature, coalesce(economieSocialeSolidaireUniteLegale = 'O', false) AS is_flagged
FROM unit_source
LEFT JOIN (SELECT TRY_CAST(code AS BIGINT) AS number, confidence FROM category) AS placed ON placed.number = categorieJuridiqueUniteLegale
WHERE categorieJuridiqueUniteLegale <> 1000
    AND (placed.confidence <> 'C' OR economieSocialeSolidaireUniteLegale = 'O'
        OR categorieJuridiqueUniteLegale BETWEEN 4000 AND 4999 OR categorieJuridiqueUniteLegale BETWEEN 7000 AND 7999);

CREATE TEMP TABLE excluded_kept AS
SELECT DISTINCT found.nomenclature, found.activity
FROM (SELECT DISTINCT nomenclature, activity FROM kept) AS found
JOIN exclusion ON exclusion.nomenclature = found.nomenclature AND found.activity BETWEEN exclusion.code_from AND exclusion.code_to;

-- Each unit in the rules and layers, and whether it is of public law: one small number, to group by.
CREATE TEMP TABLE judged AS
SELECT siren, coalesce(nullif(placed.family, ''), CASE WHEN kept.category BETWEEN 5000 AND 5999 THEN 'company' ELSE 'other' END) AS family,
    coalesce(placed.in_insee, false) AND excluded_kept.activity IS NULL AS insee,
    is_flagged AS annuaire,
    coalesce(placed.in_statutory, false) AND excluded_kept.activity IS NULL AS statutory,
    is_flagged AND coalesce(nullif(placed.family, ''), CASE WHEN kept.category BETWEEN 5000 AND 5999 THEN 'company' ELSE 'other' END) = 'company'
        AS declared_commercial,
    kept.category BETWEEN 4000 AND 4999 OR kept.category BETWEEN 7000 AND 7999 AS is_public
FROM kept
LEFT JOIN (SELECT TRY_CAST(code AS BIGINT) AS number, * FROM category) AS placed ON placed.number = kept.category
LEFT JOIN excluded_kept USING (nomenclature, activity);

CREATE TEMP TABLE class AS
SELECT *, row_number() OVER ()::UTINYINT AS class
FROM (SELECT DISTINCT family, insee, annuaire, statutory, declared_commercial, is_public FROM judged);

CREATE TEMP TABLE unit_class AS
SELECT siren, class FROM judged JOIN class USING (family, insee, annuaire, statutory, declared_commercial, is_public);

CREATE TEMP TABLE epci_number AS
SELECT siren AS epci, row_number() OVER (ORDER BY siren)::SMALLINT AS number FROM epci;

CREATE TEMP TABLE place AS
SELECT found, epci_number.number
FROM commune_code JOIN commune ON commune.code = commune_code.commune JOIN epci_number USING (epci);

CREATE TEMP TABLE activity AS
SELECT naf.code, ascii(section)::UTINYINT AS letter FROM naf WHERE section IS NOT NULL;

CREATE TEMP TABLE counted AS
SELECT
    place.number AS place,
    CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' THEN activity.letter END AS letter,
    bracket_number.number AS bracket,
    class,
    count(*) AS establishments
FROM establishment_source
LEFT JOIN activity ON activity.code = activitePrincipaleEtablissement
LEFT JOIN bracket_number ON bracket_number.code = trancheEffectifsEtablissement
LEFT JOIN place ON place.found = codeCommuneEtablissement
LEFT JOIN unit_class USING (siren)
WHERE etatAdministratifEtablissement = 'A'
GROUP BY ALL;

CREATE TEMP TABLE cube AS
SELECT coalesce(epci_number.epci, '') AS epci, coalesce(chr(counted.letter), '?') AS section, coalesce(family, '') AS family,
    coalesce(insee, false) AS insee, coalesce(annuaire, false) AS annuaire, coalesce(statutory, false) AS statutory,
    coalesce(declared_commercial, false) AS declared_commercial, coalesce(is_public, false) AS is_public,
    establishments,
    CASE WHEN bracket_number.code <> 'NN' THEN establishments ELSE 0 END AS employers,
    CASE WHEN bracket_number.code = '00' THEN establishments ELSE 0 END AS employers_zero,
    establishments * coalesce(bracket.least, 0) AS least,
    establishments * coalesce(bracket.most, 0) AS most,
    coalesce(bracket_number.code <> 'NN' AND bracket.most IS NULL, false) AS is_open,
    establishments * coalesce(bracket.least + coalesce(bracket.most, bracket.least), 0) / 2 AS estimate
FROM counted
LEFT JOIN epci_number ON epci_number.number = counted.place
LEFT JOIN class USING (class)
LEFT JOIN bracket_number ON bracket_number.number = counted.bracket
LEFT JOIN bracket ON bracket.code = bracket_number.code;

WITH scoped AS (
    SELECT 'insee' AS scope, * FROM cube WHERE insee
    UNION ALL SELECT 'annuaire', * FROM cube WHERE annuaire
    UNION ALL SELECT 'statutory', * FROM cube WHERE statutory
    UNION ALL SELECT 'declared_commercial', * FROM cube WHERE declared_commercial
), ess AS (
    SELECT scope, epci, family, section, sum(establishments) AS establishments, sum(employers) AS employers, sum(employers_zero) AS employers_zero,
        sum(least) AS least, CASE WHEN NOT bool_or(is_open) THEN sum(most) END AS most, sum(estimate) AS estimate
    FROM scoped GROUP BY GROUPING SETS ((scope, epci), (scope, epci, family), (scope, epci, section))
), whole AS (
    SELECT epci, section, denominator,
        sum(establishments) AS establishments, sum(employers) AS employers, sum(least) AS least, sum(estimate) AS estimate
    FROM cube JOIN (VALUES ('total'), ('private')) AS denominators(denominator) ON denominator = 'total' OR NOT is_public
    GROUP BY GROUPING SETS ((epci, denominator), (epci, section, denominator))
), france AS (
    SELECT scope, family, section, sum(employers) AS employers FROM ess GROUP BY ALL
), france_whole AS (
    SELECT section, denominator, sum(employers) AS employers FROM whole GROUP BY ALL
)
SELECT ess.epci, ess.scope, whole.denominator, ess.family, ess.section, ess.establishments, ess.employers, ess.employers_zero,
    ess.least, ess.most, ess.estimate,
    ess.establishments / whole.establishments AS share_of_establishments,
    ess.employers / nullif(whole.employers, 0) AS share_of_employers,
    ess.estimate / nullif(whole.estimate, 0) AS share_of_jobs,
    (ess.employers / nullif(whole.employers, 0)) / nullif(france.employers / nullif(france_whole.employers, 0), 0) AS location_quotient
FROM ess
JOIN whole ON whole.epci = ess.epci AND whole.section IS NOT DISTINCT FROM ess.section
JOIN france ON france.scope = ess.scope AND france.family IS NOT DISTINCT FROM ess.family AND france.section IS NOT DISTINCT FROM ess.section
JOIN france_whole ON france_whole.denominator = whole.denominator AND france_whole.section IS NOT DISTINCT FROM ess.section
WHERE ess.epci <> ''
ORDER BY ALL
