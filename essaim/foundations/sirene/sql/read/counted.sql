-- Employers and their jobs, unit by unit in each crossing, with the publications that count them: what is judged together.
-- One establishment with one bracket at one place is one quantity, whatever the month it is read in.
WITH one AS (
    SELECT siret, siren, bracket, commune, district, epci, department, family, section, bit_or(kind) AS kind
    FROM counted WHERE kind <> 0 GROUP BY ALL
)
SELECT commune, district, epci, department, family, section, siren, sum(middle)::DOUBLE AS jobs, kind
FROM one
JOIN area($communes, $everywhere) USING (commune)
JOIN weighed USING (bracket)
GROUP BY commune, district, epci, department, family, section, siren, kind
ORDER BY department, epci, commune, district, family, section, siren, kind
