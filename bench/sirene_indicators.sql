-- Indicators of every EPCI from the raw files, in one reading of the establishments: one row an EPCI, family, section and rule.
CREATE TEMP TABLE unit_class AS
SELECT unit.number, coalesce(nullif(category.family, ''), CASE WHEN unit.legal_category LIKE '5%' THEN 'company' ELSE 'other' END) AS family,
    coalesce(category.in_insee, false) AND NOT EXISTS (
        SELECT 1 FROM exclusion WHERE exclusion.nomenclature = unit.unit_nomenclature
            AND unit.unit_naf BETWEEN exclusion.code_from AND exclusion.code_to
    ) AS in_insee,
    unit.is_flagged OR unit.is_listed AS in_annuaire,
    true AS is_private
FROM unit LEFT JOIN category ON category.code = unit.legal_category
UNION ALL
SELECT number, '', false, false, false FROM public_unit WHERE number NOT IN (SELECT number FROM unit);

CREATE TEMP TABLE counted AS
SELECT codeCommuneEtablissement AS found, activitePrincipaleEtablissement[:2] AS division,
    nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' AS is_known, coalesce(trancheEffectifsEtablissement, 'NN') AS bracket,
    family, in_insee, in_annuaire, is_private, count(*) AS establishments
FROM establishment_source LEFT JOIN unit_class ON unit_class.number = establishment_source.number
WHERE etatAdministratifEtablissement = 'A'
GROUP BY ALL;

WITH placed AS (
    SELECT commune.epci, CASE WHEN is_known THEN section_of.section END AS section, counted.*, coalesce(bracket.least, 0) AS least
    FROM counted
    JOIN commune_code USING (found)
    JOIN commune ON commune.code = commune_code.commune
    LEFT JOIN section_of USING (division)
    JOIN bracket ON bracket.code = counted.bracket
    WHERE commune.epci <> ''
), whole AS (
    SELECT epci, section, sum(establishments) AS establishments, sum(establishments) FILTER (bracket <> 'NN') AS employers,
        sum(establishments * least) AS jobs_least, sum(establishments) FILTER (coalesce(is_private, true) AND bracket <> 'NN') AS private_employers
    FROM placed GROUP BY ALL
)
SELECT placed.epci, placed.section, family, in_insee, in_annuaire, sum(placed.establishments) AS establishments,
    sum(placed.establishments) FILTER (bracket <> 'NN') AS employers, sum(placed.establishments * least) AS jobs_least,
    sum(placed.establishments) FILTER (bracket <> 'NN') / any_value(whole.employers) AS share_of_employers,
    sum(placed.establishments) FILTER (bracket <> 'NN') / any_value(whole.private_employers) AS share_of_private_employers,
    sum(placed.establishments * least) / any_value(whole.jobs_least) AS share_of_jobs
FROM placed JOIN whole ON whole.epci = placed.epci AND whole.section IS NOT DISTINCT FROM placed.section
WHERE in_insee OR in_annuaire
GROUP BY ALL
