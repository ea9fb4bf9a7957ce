-- How many of those created in a year were still active 1 to 10 years later; only what can be told on the day of the snapshot.
WITH born AS (
    SELECT siret, min(starts_on) AS born_on, max(coalesce(ends_on, DATE '9999-12-31')) AS ended_on
    FROM life JOIN area($communes, $everywhere) USING (commune)
    WHERE starts_on IS NOT NULL
        AND ($district = '' OR district = $district) AND ($family = '' OR family = $family) AND ($section = '' OR section = $section)
        AND CASE getvariable('scope')
            WHEN 'insee' THEN in_insee WHEN 'annuaire' THEN in_annuaire WHEN 'statutory' THEN in_statutory
            WHEN 'declared_commercial' THEN in_declared_commercial WHEN 'esus' THEN in_esus WHEN 'siae' THEN in_siae END
    GROUP BY siret
)
SELECT
    year(born_on) AS cohort,
    count(*) AS created,
    years,
    count(*) FILTER (ended_on > born_on + to_years(years::INTEGER)) AS surviving
FROM born CROSS JOIN range(1, 11) AS ages(years)
WHERE year(born_on) BETWEEN $first AND $last
    -- The whole cohort must have had the time to reach that age.
    AND make_date(year(born_on)::INTEGER + years::INTEGER, 12, 31) < getvariable('vintage')
GROUP BY cohort, years
ORDER BY cohort, years
