-- Territories with their communes, one row each: kind, code, name, communes, EPCI they are part of, population.
WITH every AS (
    SELECT 'commune' AS kind, code, name, [code] AS communes, epci, population, sort_key, [department, epci] AS inside FROM commune
    UNION ALL
    SELECT 'district', district.code, district.name, [district.commune], commune.epci, NULL, district.code, [commune.code]
    FROM district JOIN commune ON commune.code = district.commune
    UNION ALL
    SELECT 'epci', epci.siren, epci.name, list(commune.code ORDER BY commune.code), '', any_value(epci.population), any_value(epci.sort_key),
        list_distinct(list(commune.department))
    FROM epci JOIN commune ON commune.epci = epci.siren GROUP BY epci.siren, epci.name
    UNION ALL
    SELECT 'department', department, department, list(code ORDER BY code), '', sum(population)::INTEGER, department, []
    FROM commune GROUP BY department
    UNION ALL
    SELECT 'territoire', code, name, communes, epci, population, code, [epci] FROM territoire
)
SELECT kind, code, name, communes, epci, population FROM every
WHERE ($kind = '' OR kind = $kind)
    AND ($code = '' OR code = $code)
    AND ($search = '' OR contains(sort_key, $search))
    AND ($within = '' OR list_contains(inside, $within))
ORDER BY sort_key, code
LIMIT $limit OFFSET $offset
