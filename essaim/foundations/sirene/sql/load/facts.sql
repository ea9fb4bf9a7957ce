-- What the checks look at, one row.
SELECT
    (SELECT count(*) FROM ess) AS ess_count,
    (SELECT max(anneeEffectifsEtablissement) FROM establishment_source) AS headcount_year,
    (SELECT coalesce(sum(establishments), 0) FROM denominator WHERE commune = '')::BIGINT AS unknown_communes,
    (SELECT coalesce(sum(establishments), 0) FROM denominator WHERE bracket NOT IN (SELECT code FROM bracket))::BIGINT AS unknown_brackets,
    (SELECT count(*) - count(DISTINCT siret) FROM ess) AS repeated,
    (SELECT count(*) FROM ess WHERE NOT regexp_full_match(siret, '\d{14}')) AS malformed,
    (SELECT count(*) FROM ess WHERE is_masked) AS hidden,
    (SELECT count(*) FROM ess WHERE created_on IS NULL) AS unknown_days,
    (SELECT count(*) FROM ess WHERE unit_nomenclature NOT IN ('NAFRev2', 'NAF2025')) AS other_nomenclature,
    (SELECT coalesce(sum(establishments), 0) FROM denominator)::BIGINT AS active
