-- The ESS of a place in parts, one row a part: by commune, family, section, bracket or arrondissement.
SELECT
    CASE $by WHEN 'commune' THEN commune WHEN 'family' THEN family WHEN 'section' THEN section WHEN 'bracket' THEN bracket
        WHEN 'district' THEN district WHEN 'epci' THEN coalesce(epci, '') WHEN 'department' THEN coalesce(department, '') END AS part,
    count(*) AS establishments,
    count(*) FILTER (bracket <> 'NN') AS employers,
    coalesce(sum(least), 0)::BIGINT AS least,
    CASE WHEN count(*) FILTER (most IS NULL AND bracket <> 'NN') = 0 THEN coalesce(sum(most), 0)::BIGINT END AS most,
    coalesce(sum(mean), 0)::DOUBLE AS estimate
FROM chosen
JOIN area($communes, $everywhere) USING (commune)
LEFT JOIN weighed USING (bracket)
WHERE ($district = '' OR district = $district)
    AND ($family = '' OR family = $family)
    AND ($section = '' OR section = $section)
    AND ($bracket = '' OR bracket = $bracket)
    AND (NOT $employers_only OR bracket <> 'NN')
GROUP BY part
ORDER BY part
