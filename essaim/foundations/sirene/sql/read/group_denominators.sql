-- Employers of the denominator chosen, in the same parts; by family there is none, since only the ESS has families.
SELECT
    CASE $by WHEN 'commune' THEN compared.commune WHEN 'section' THEN section WHEN 'bracket' THEN bracket WHEN 'district' THEN district
        WHEN 'epci' THEN coalesce(commune.epci, '') WHEN 'department' THEN coalesce(commune.department, '') END AS part,
    coalesce(sum(establishments) FILTER (bracket <> 'NN'), 0)::BIGINT AS employers
FROM compared
JOIN area($communes, $everywhere) USING (commune)
LEFT JOIN commune ON commune.code = compared.commune
WHERE ($district = '' OR district = $district)
    AND ($section = '' OR section = $section)
    AND ($bracket = '' OR bracket = $bracket)
GROUP BY part
