-- Units that may be ESS: of a category of the perimeter, or declared, or on a list. Natural persons are left out first.
CREATE TEMP TABLE unit AS
SELECT
    unit_source.number,
    siren,
    CASE WHEN statutDiffusionUniteLegale = 'P' THEN '' ELSE coalesce(nullif(nullif(denominationUniteLegale, '[ND]'), ''), denominationUsuelle1UniteLegale, '') END
        AS name,
    CASE WHEN statutDiffusionUniteLegale = 'P' THEN '' ELSE coalesce(nullif(sigleUniteLegale, '[ND]'), '') END AS acronym,
    statutDiffusionUniteLegale = 'P' AS is_hidden,
    coalesce(identifiantAssociationUniteLegale, '') AS rna,
    legal_category,
    coalesce(activitePrincipaleUniteLegale, '') AS unit_naf,
    coalesce(nomenclatureActivitePrincipaleUniteLegale, '') AS unit_nomenclature,
    coalesce(economieSocialeSolidaireUniteLegale = 'O', false) AS is_flagged,
    listed.number IS NOT NULL AS is_listed,
    coalesce(societeMissionUniteLegale = 'O', false) AS is_mission,
    esus.number IS NOT NULL AS is_esus
FROM unit_source
LEFT JOIN category ON category.code = legal_category
LEFT JOIN (SELECT DISTINCT number FROM list_ess_france) AS listed ON listed.number = unit_source.number
LEFT JOIN (
    -- Five years, two if the company was younger than three: where the list gives no end, five.
    SELECT DISTINCT number FROM list_esus
    WHERE coalesce(starts_on, DATE '1900-01-01') <= getvariable('vintage')
        AND coalesce(ends_on, starts_on + INTERVAL 5 YEAR, DATE '9999-01-01') > getvariable('vintage')
) AS esus ON esus.number = unit_source.number
WHERE legal_category <> '1000'
    AND (category.confidence <> 'C' OR economieSocialeSolidaireUniteLegale = 'O' OR listed.number IS NOT NULL OR esus.number IS NOT NULL
        OR unit_source.number IN (SELECT number FROM list_siae));

-- Units under public law (INSEE, legal categories of level I 4 and 7): what the private denominator leaves out.
CREATE TEMP TABLE public_unit AS
SELECT number FROM unit_source WHERE legal_category[1] IN ('4', '7');
