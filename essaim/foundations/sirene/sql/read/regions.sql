-- Regions with their communes, one row each, as in places.sql; apart from it, since few pages ask for them.
WITH every AS (
    SELECT 'region' AS kind, region.code, region.name, list(commune.code ORDER BY commune.code) AS communes, '' AS epci,
        sum(population)::INTEGER AS population, trim(regexp_replace(lower(strip_accents(region.name)), '[^0-9a-z]+', ' ', 'g')) AS sort_key
    FROM region JOIN commune ON list_contains(region.departments, commune.department)
    WHERE $code = '' OR region.code = $code
    GROUP BY region.code, region.name
)
SELECT kind, code, name, communes, epci, population FROM every
WHERE $search = '' OR contains(sort_key, $search)
ORDER BY sort_key, code
LIMIT $limit OFFSET $offset
