-- Units that may be ESS: of a category of the perimeter, or declared, or on a list. Natural persons are left out first.
-- Columns are compared as they stand in the file, and worked out for those kept only: DuckDB then judges a dictionary, not each row.
CREATE TEMP TABLE unit AS
SELECT
    siren,
    CASE WHEN statutDiffusionUniteLegale = 'P' THEN '' ELSE coalesce(nullif(nullif(denominationUniteLegale, '[ND]'), ''), denominationUsuelle1UniteLegale, '') END
        AS name,
    CASE WHEN statutDiffusionUniteLegale = 'P' THEN '' ELSE coalesce(nullif(sigleUniteLegale, '[ND]'), '') END AS acronym,
    statutDiffusionUniteLegale = 'P' AS is_hidden,
    coalesce(identifiantAssociationUniteLegale, '') AS rna,
    coalesce(lpad(categorieJuridiqueUniteLegale::VARCHAR, 4, '0'), '') AS legal_category,
    coalesce(activitePrincipaleUniteLegale, '') AS unit_naf,
    coalesce(nomenclatureActivitePrincipaleUniteLegale, '') AS unit_nomenclature,
    coalesce(economieSocialeSolidaireUniteLegale = 'O', false) AS is_flagged,
    listed.siren IS NOT NULL AS is_listed,
    coalesce(societeMissionUniteLegale = 'O', false) AS is_mission,
    esus.siren IS NOT NULL AS is_esus
FROM unit_source
LEFT JOIN (SELECT TRY_CAST(code AS BIGINT) AS number, confidence FROM category) AS placed ON placed.number = categorieJuridiqueUniteLegale
LEFT JOIN (SELECT DISTINCT siren FROM list_ess_france) AS listed USING (siren)
LEFT JOIN (
    -- Five years, two if the company was younger than three: where the list gives no end, five.
    SELECT DISTINCT siren FROM list_esus
    WHERE coalesce(starts_on, DATE '1900-01-01') <= getvariable('vintage')
        AND coalesce(ends_on, starts_on + INTERVAL 5 YEAR, DATE '9999-01-01') > getvariable('vintage')
) AS esus USING (siren)
WHERE (categorieJuridiqueUniteLegale <> 1000 OR categorieJuridiqueUniteLegale IS NULL)
    AND (placed.confidence <> 'C' OR economieSocialeSolidaireUniteLegale = 'O' OR listed.siren IS NOT NULL OR esus.siren IS NOT NULL
        OR siren IN (SELECT siret[:9] FROM list_siae));

-- Units under public law (INSEE, legal categories of level I 4 and 7): what the private denominator leaves out.
CREATE TEMP TABLE public_unit AS
SELECT siren FROM unit_source
WHERE categorieJuridiqueUniteLegale >= 4000 AND categorieJuridiqueUniteLegale <= 7999
    AND (categorieJuridiqueUniteLegale <= 4999 OR categorieJuridiqueUniteLegale >= 7000);
