-- Each crossing by family or section in each département, for the secrecy of figures of France: units, jobs, largest.
WITH unit AS (
    SELECT family, section, coalesce(department, '') AS department, siren, sum(middle)::DOUBLE AS jobs
    FROM chosen JOIN weighed USING (bracket) WHERE bracket <> 'NN' GROUP BY ALL
), crossed AS (
    SELECT '' AS family, '' AS section, department, siren, sum(jobs) AS jobs FROM unit GROUP BY department, siren
    UNION ALL
    SELECT family, '', department, siren, sum(jobs) FROM unit GROUP BY family, department, siren
    UNION ALL
    SELECT '', CASE WHEN section = '' THEN '?' ELSE section END, department, siren, sum(jobs) FROM unit GROUP BY section, department, siren
)
SELECT family, section, department, count(*), sum(jobs), max(jobs) FROM crossed GROUP BY family, section, department
