-- What changed between two months for the establishments of a rule or layer in a place, one row each that changed.
WITH place AS (FROM area($communes, $everywhere)), earlier AS (
    SELECT * FROM before.ess
    WHERE CASE getvariable('scope')
            WHEN 'insee' THEN in_insee WHEN 'annuaire' THEN in_annuaire WHEN 'statutory' THEN in_statutory
            WHEN 'declared_commercial' THEN in_declared_commercial WHEN 'esus' THEN in_esus WHEN 'siae' THEN in_siae END
        AND commune IN (SELECT commune FROM place) AND ($district = '' OR district = $district)
), later AS (
    SELECT * FROM chosen
    WHERE commune IN (SELECT commune FROM place) AND ($district = '' OR district = $district)
), compared_rows AS (
    SELECT
        coalesce(later.siret, earlier.siret) AS siret,
        coalesce(later.is_masked, earlier.is_masked) AS is_masked,
        coalesce(nullif(later.sign, ''), later.name, nullif(earlier.sign, ''), earlier.name, '') AS name,
        coalesce(later.commune, earlier.commune) AS commune,
        CASE WHEN earlier.siret IS NULL THEN 'entered' WHEN later.siret IS NULL THEN 'left' ELSE 'changed' END AS kind,
        CASE WHEN earlier.siret IS NULL OR later.siret IS NULL THEN [] ELSE list_filter([
            CASE WHEN earlier.name <> later.name THEN 'name' END,
            CASE WHEN earlier.legal_category <> later.legal_category THEN 'legal_category' END,
            CASE WHEN earlier.naf <> later.naf THEN 'naf' END,
            CASE WHEN earlier.commune <> later.commune THEN 'commune' END,
            CASE WHEN earlier.address <> later.address THEN 'address' END,
            CASE WHEN earlier.is_seat <> later.is_seat THEN 'is_seat' END,
            CASE WHEN (earlier.bracket <> 'NN') <> (later.bracket <> 'NN') THEN 'is_employer' END,
            CASE WHEN earlier.is_flagged <> later.is_flagged THEN 'is_flagged' END,
            CASE WHEN earlier.is_masked <> later.is_masked THEN 'diffusion' END
        ], lambda x: x IS NOT NULL) END AS fields
    FROM later FULL JOIN earlier ON earlier.siret = later.siret
)
SELECT
    CASE WHEN is_masked THEN '' ELSE siret END AS siret,
    CASE WHEN is_masked THEN '' ELSE name END AS name,
    commune, kind,
    -- Of who asked not to be known, nothing is told but that it changed.
    CASE WHEN is_masked THEN [] ELSE fields END AS fields
FROM compared_rows
WHERE kind <> 'changed' OR len(fields) > 0
ORDER BY kind, name, siret
