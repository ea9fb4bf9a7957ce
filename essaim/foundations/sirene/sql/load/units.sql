-- Legal categories of which units are read, whatever else is said of them: those of the perimeter, and those of public law
-- (INSEE, level I 4 and 7), which the private denominator leaves out.
CREATE TEMP TABLE wanted_category AS
SELECT number, bool_or(may_be_ess) AS may_be_ess, bool_or(is_public) AS is_public
FROM (
    SELECT TRY_CAST(code AS BIGINT) AS number, coalesce(confidence <> 'C', false) AS may_be_ess, false AS is_public FROM category
    UNION ALL SELECT range, false, true FROM range(4000, 5000)
    UNION ALL SELECT range, false, true FROM range(7000, 8000)
)
WHERE number IS NOT NULL
GROUP BY number;

-- Units that may be ESS (of a category of the perimeter, or declared, or on a list) and those of public law, in one reading.
-- Natural persons are left out first; columns are worked out for the units kept only.
CREATE TEMP TABLE read_unit AS
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
    esus.siren IS NOT NULL AS is_esus,
    coalesce(wanted_category.is_public, false) AS is_public,
    coalesce(wanted_category.may_be_ess, false) OR coalesce(economieSocialeSolidaireUniteLegale = 'O', false)
        OR listed.siren IS NOT NULL OR esus.siren IS NOT NULL OR employing.siren IS NOT NULL AS may_be_ess
FROM unit_source
LEFT JOIN wanted_category ON wanted_category.number = categorieJuridiqueUniteLegale
LEFT JOIN (SELECT DISTINCT siren FROM list_ess_france) AS listed USING (siren)
LEFT JOIN (
    -- Five years, two if the company was younger than three: where the list gives no end, five.
    SELECT DISTINCT siren FROM list_esus
    WHERE coalesce(starts_on, DATE '1900-01-01') <= getvariable('vintage')
        AND coalesce(ends_on, starts_on + INTERVAL 5 YEAR, DATE '9999-01-01') > getvariable('vintage')
) AS esus USING (siren)
LEFT JOIN (SELECT DISTINCT siret[:9] AS siren FROM list_siae) AS employing USING (siren)
WHERE (categorieJuridiqueUniteLegale <> 1000 OR categorieJuridiqueUniteLegale IS NULL)
    AND (wanted_category.may_be_ess OR wanted_category.is_public OR economieSocialeSolidaireUniteLegale = 'O'
        OR listed.siren IS NOT NULL OR esus.siren IS NOT NULL OR employing.siren IS NOT NULL);

CREATE TEMP VIEW unit AS SELECT * EXCLUDE (is_public, may_be_ess) FROM read_unit WHERE may_be_ess;

CREATE TEMP VIEW public_unit AS SELECT siren FROM read_unit WHERE is_public;
