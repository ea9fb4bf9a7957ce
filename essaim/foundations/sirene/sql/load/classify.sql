-- Each candidate in the rules and the layers of one edition of the perimeter: six independent answers, none adds to another.
-- INSEE: legal categories minus activities. Annuaire des entreprises: flag 'O', or on the list of ESS France.
CREATE OR REPLACE TEMP VIEW classified AS
SELECT
    candidate.*,
    coalesce(nullif(category.family, ''), CASE WHEN legal_category LIKE '5%' THEN 'company' ELSE 'other' END) AS family,
    coalesce(category.in_insee, false) AND excluded_activity.unit_naf IS NULL AS in_insee,
    is_flagged OR is_listed AS in_annuaire,
    coalesce(category.in_statutory, false) AND excluded_activity.unit_naf IS NULL AS in_statutory,
    is_flagged AND coalesce(nullif(category.family, ''), CASE WHEN legal_category LIKE '5%' THEN 'company' ELSE 'other' END) = 'company'
        AS in_declared_commercial,
    is_esus AS in_esus,
    siae_kinds <> '' AS in_siae
FROM candidate
LEFT JOIN category ON category.code = candidate.legal_category
LEFT JOIN excluded_activity USING (unit_nomenclature, unit_naf);
