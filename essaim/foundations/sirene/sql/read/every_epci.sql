-- The ESS of every EPCI by the rule chosen, in all, by family and by section: what read/indicators counts, in one reading.
SELECT
    epci, coalesce(family, '') AS family, coalesce(section, '') AS section, grouping(family) = 0 AS by_family, grouping(section) = 0 AS by_section,
    count(*) AS establishments,
    count(*) FILTER (bracket <> 'NN') AS employers,
    count(*) FILTER (bracket = '00') AS employers_zero,
    coalesce(sum(least), 0)::BIGINT AS least,
    CASE WHEN count(*) FILTER (most IS NULL AND bracket <> 'NN') = 0 THEN coalesce(sum(most), 0)::BIGINT END AS most,
    coalesce(sum(mean), 0)::DOUBLE AS estimate
FROM chosen
LEFT JOIN weighed USING (bracket)
WHERE epci <> ''
GROUP BY GROUPING SETS ((epci), (epci, family), (epci, section))
ORDER BY epci, by_family, by_section, family, section
