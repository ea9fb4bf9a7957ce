-- What the ESS of a place is compared with, one row: all establishments of the denominator chosen, same section and bracket.
SELECT
    coalesce(sum(establishments), 0)::BIGINT AS establishments,
    coalesce(sum(establishments) FILTER (bracket <> 'NN'), 0)::BIGINT AS employers,
    coalesce(sum(establishments * least), 0)::BIGINT AS least,
    CASE WHEN count(*) FILTER (most IS NULL AND bracket <> 'NN') = 0 THEN coalesce(sum(establishments * most), 0)::BIGINT END AS most,
    coalesce(sum(establishments * mean), 0)::DOUBLE AS estimate
FROM compared
JOIN area($communes, $everywhere) USING (commune)
LEFT JOIN weighed USING (bracket)
WHERE ($district = '' OR district = $district)
    AND ($section = '' OR section = $section)
    AND ($bracket = '' OR bracket = $bracket)
    AND (NOT $employers_only OR bracket <> 'NN')
