-- The establishments a count is made of, as everybody may read them: nothing that tells who a masked one is, no bracket.
-- Whoever orders them does so by these columns, and never by what stands behind a masked one; tie only keeps an order the same.
SELECT
    CASE WHEN is_masked THEN '' ELSE siret END AS siret,
    CASE WHEN is_masked THEN '' ELSE siren END AS siren,
    CASE WHEN is_masked THEN '' ELSE coalesce(nullif(sign, ''), chosen.name) END AS name,
    CASE WHEN is_masked THEN '' ELSE acronym END AS acronym,
    legal_category, family, chosen.commune AS commune_code, coalesce(commune.name, '') AS commune_name, section, naf, naf_2025, is_seat,
    bracket <> 'NN' AS is_employer,
    CASE WHEN NOT is_masked THEN created_on END AS created_on,
    hash(chosen.siret) AS tie,
    list_filter(['insee', 'annuaire'], lambda x: CASE x WHEN 'insee' THEN in_insee ELSE in_annuaire END) AS rules,
    list_filter(['statutory', 'declared_commercial', 'esus', 'siae'], lambda x: CASE x WHEN 'statutory' THEN in_statutory
        WHEN 'declared_commercial' THEN in_declared_commercial WHEN 'esus' THEN in_esus ELSE in_siae END) AS layers
FROM chosen
JOIN area($communes, $everywhere) USING (commune)
LEFT JOIN commune ON commune.code = chosen.commune
WHERE ($district = '' OR district = $district)
    AND ($family = '' OR family = $family)
    AND ($section = '' OR section = $section)
    AND ($bracket = '' OR bracket = $bracket)
    AND (NOT $employers_only OR bracket <> 'NN')
    AND ($search = '' OR contains(lower(strip_accents(concat_ws(' ', CASE WHEN is_masked THEN '' ELSE concat_ws(' ', chosen.name, acronym, sign, siren) END))), $search))
