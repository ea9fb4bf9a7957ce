-- The ESS of a place by the rule chosen, one row: counts, and jobs as least, most (empty: open) and estimate.
SELECT
    count(*) AS establishments,
    count(DISTINCT siren) AS units,
    count(*) FILTER (bracket <> 'NN') AS employers,
    count(*) FILTER (bracket = '00') AS employers_zero,
    coalesce(sum(least), 0)::BIGINT AS least,
    CASE WHEN count(*) FILTER (most IS NULL AND bracket <> 'NN') = 0 THEN coalesce(sum(most), 0)::BIGINT END AS most,
    coalesce(sum(mean), 0)::DOUBLE AS estimate
FROM chosen
LEFT JOIN weighed USING (bracket)
-- Of the whole country no commune is read: to look each up in the list of all would take as long as to count.
WHERE ($everywhere OR commune IN (SELECT unnest($communes)))
    AND ($district = '' OR district = $district)
    AND ($family = '' OR family = $family)
    AND ($section = '' OR section = $section)
    AND ($bracket = '' OR bracket = $bracket)
    AND (NOT $employers_only OR bracket <> 'NN')
