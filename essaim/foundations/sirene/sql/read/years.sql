-- Creations, closures and stock on 31 December, one row a year; what opened on an unknown day is in the stock from the start.
WITH lived AS (
    SELECT life.* FROM life JOIN area($communes, $everywhere) USING (commune)
    WHERE ($district = '' OR district = $district) AND ($family = '' OR family = $family) AND ($section = '' OR section = $section)
        AND CASE getvariable('scope')
            WHEN 'insee' THEN in_insee WHEN 'annuaire' THEN in_annuaire WHEN 'statutory' THEN in_statutory
            WHEN 'declared_commercial' THEN in_declared_commercial WHEN 'esus' THEN in_esus WHEN 'siae' THEN in_siae END
)
SELECT
    year,
    (count(*) FILTER (coalesce(starts_on, DATE '1900-01-01') <= make_date(year, 12, 31)
        AND coalesce(ends_on, DATE '9999-12-31') > make_date(year, 12, 31))) AS stock,
    count(*) FILTER (year(starts_on) = year) AS creations,
    count(*) FILTER (year(ends_on) = year) AS closures
FROM lived CROSS JOIN range($first, $last + 1) AS years(year)
GROUP BY year
ORDER BY year
