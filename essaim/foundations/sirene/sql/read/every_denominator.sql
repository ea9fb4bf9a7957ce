-- What the ESS of every EPCI is compared with, in all and by section.
SELECT commune.epci, coalesce(section, '') AS section, grouping(section) = 0 AS by_section,
    sum(establishments)::BIGINT AS establishments,
    coalesce(sum(establishments) FILTER (bracket <> 'NN'), 0)::BIGINT AS employers,
    coalesce(sum(establishments * mean), 0)::DOUBLE AS estimate
FROM compared
JOIN commune ON commune.code = compared.commune
LEFT JOIN weighed USING (bracket)
WHERE commune.epci <> ''
GROUP BY GROUPING SETS ((commune.epci), (commune.epci, section))
