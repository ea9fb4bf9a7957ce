-- Each crossing of France by family or by section, by the publications that count it: units, jobs, the largest and the smallest.
WITH one AS (
    SELECT siret, siren, bracket, commune, district, family, section, bit_or(kind) AS kind FROM counted WHERE kind <> 0 GROUP BY ALL
), crossed AS (
    SELECT '' AS family, '' AS section, kind, siren, sum(middle)::DOUBLE AS jobs FROM one JOIN weighed USING (bracket) GROUP BY kind, siren
    UNION ALL
    SELECT family, '', kind, siren, sum(middle) FROM one JOIN weighed USING (bracket) GROUP BY family, kind, siren
    UNION ALL
    SELECT '', CASE WHEN section = '' THEN '?' ELSE section END, kind, siren, sum(middle)
    FROM one JOIN weighed USING (bracket) GROUP BY section, kind, siren
)
SELECT family, section, kind, count(*), sum(jobs), arg_max(siren, (jobs, siren)), max(jobs), arg_min(siren, (jobs, siren)), min(jobs)
FROM crossed GROUP BY family, section, kind
