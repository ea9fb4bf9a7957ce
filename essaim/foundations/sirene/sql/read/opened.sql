-- What every read looks at, for one basis: the ESS by the rule or layer chosen, the denominator chosen, the means chosen.
CREATE TEMP VIEW chosen AS
SELECT * FROM ess WHERE CASE getvariable('scope')
    WHEN 'insee' THEN in_insee WHEN 'annuaire' THEN in_annuaire WHEN 'statutory' THEN in_statutory
    WHEN 'declared_commercial' THEN in_declared_commercial WHEN 'esus' THEN in_esus WHEN 'siae' THEN in_siae END;

CREATE TEMP VIEW compared AS
SELECT * FROM denominator WHERE getvariable('denominator') = 'total' OR is_private;

CREATE TEMP TABLE weighed AS
SELECT bracket.code AS bracket, coalesce(bracket.least, 0) AS least, CASE WHEN bracket.code = 'NN' THEN 0 ELSE bracket.most END AS most,
    coalesce(given.mean, 0) AS mean,
    -- What statistical secrecy is judged by, whatever the means: the middle of the bracket.
    CASE WHEN bracket.code = 'NN' THEN 0 ELSE coalesce((bracket.least + bracket.most) / 2, bracket.least, 0) END AS middle
FROM bracket
LEFT JOIN (SELECT unnest($codes) AS code, unnest($means) AS mean) AS given ON given.code = bracket.code;

-- The regions, by code ("R32"), with the départements they are made of.
CREATE TEMP TABLE region AS SELECT unnest($regions) AS code, unnest($names) AS name, unnest($departments) AS departments;

-- The communes of a place: those given, or all, those of unknown code included.
CREATE TEMP MACRO area(communes, everywhere) AS TABLE
    SELECT unnest(communes) AS commune WHERE NOT everywhere
    UNION ALL SELECT code FROM commune WHERE everywhere
    UNION ALL SELECT '' WHERE everywhere;
