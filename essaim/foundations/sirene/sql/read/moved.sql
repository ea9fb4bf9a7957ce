-- What enters and leaves a rule when one edition of the perimeter follows another, one row a legal category and activity.
WITH judged AS (
    SELECT
        ess.legal_category, coalesce(now_out.unit_naf, next_out.unit_naf, '') AS activity, ess.siren, ess.bracket,
        coalesce(CASE $rule WHEN 'insee' THEN now_in.in_insee ELSE now_in.in_statutory END, false) AND now_out.unit_naf IS NULL AS was_in,
        coalesce(CASE $rule WHEN 'insee' THEN next_in.in_insee ELSE next_in.in_statutory END, false) AND next_out.unit_naf IS NULL AS is_in
    FROM ess
    LEFT JOIN now_category AS now_in ON now_in.code = ess.legal_category
    LEFT JOIN next_category AS next_in ON next_in.code = ess.legal_category
    LEFT JOIN now_excluded AS now_out USING (unit_nomenclature, unit_naf)
    LEFT JOIN next_excluded AS next_out USING (unit_nomenclature, unit_naf)
)
SELECT legal_category, activity, is_in AS enters, count(*) AS establishments, count(DISTINCT siren) AS units,
    count(*) FILTER (bracket <> 'NN') AS employers
FROM judged WHERE was_in <> is_in
GROUP BY ALL
ORDER BY establishments DESC, legal_category, activity
