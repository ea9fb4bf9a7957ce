-- Employers and their jobs, unit by unit in each crossing, for statistical secrecy: one row a commune, section and family.
SELECT commune, district, coalesce(epci, '') AS epci, coalesce(department, '') AS department, family, section, siren, sum(middle)::DOUBLE AS jobs
FROM chosen
JOIN area($communes, false) USING (commune)
JOIN weighed USING (bracket)
WHERE bracket <> 'NN'
GROUP BY ALL
