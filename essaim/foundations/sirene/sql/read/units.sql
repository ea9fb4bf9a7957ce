-- Units seen whole: those of the ESS, by a rule or as ESUS, with an establishment in a place, and those asked by number, wherever they are.
WITH place AS (FROM area($communes, $everywhere)), asked AS (
    SELECT siren FROM ess WHERE (in_insee OR in_annuaire OR in_esus) AND commune IN (SELECT commune FROM place)
    UNION
    SELECT unnest($sirens)
), seen AS (
    SELECT ess.*, commune IN (SELECT commune FROM place) AS is_here
    FROM ess WHERE siren IN (SELECT siren FROM asked)
)
SELECT
    siren,
    any_value(name) AS name,
    any_value(acronym) AS acronym,
    any_value(rna) AS rna,
    any_value(legal_category) AS legal_category,
    any_value(CASE WHEN unit_nomenclature = 'NAFRev2' THEN unit_naf ELSE '' END) AS activity_code,
    coalesce(any_value(siret) FILTER (is_seat), '') AS seat_siret,
    coalesce(any_value(commune) FILTER (is_seat), '') AS seat_commune,
    coalesce(any_value(CASE WHEN is_masked THEN '' ELSE address END) FILTER (is_seat), '') AS seat_address,
    coalesce(any_value(is_masked) FILTER (is_seat), false) AS seat_is_masked,
    coalesce(min(siret) FILTER (is_here), '') AS here_siret,
    coalesce(arg_min(commune, siret) FILTER (is_here), '') AS here_commune,
    coalesce(arg_min(CASE WHEN is_masked THEN '' ELSE address END, siret) FILTER (is_here), '') AS here_address,
    coalesce(arg_min(is_masked, siret) FILTER (is_here), false) AS here_is_masked,
    bool_or(is_here) AS is_here,
    bool_or(bracket <> 'NN') AS is_employer,
    any_value(is_flagged) AS is_flagged,
    any_value(is_listed) AS is_listed,
    any_value(is_mission) AS is_mission,
    any_value(is_esus) AS is_esus,
    bool_or(in_insee) AS in_insee,
    bool_or(in_annuaire) AS in_annuaire,
    list_sort(list_distinct(flatten(list(string_split(siae_kinds, ' ')) FILTER (siae_kinds <> '')))) AS siae_kinds
FROM seen
GROUP BY siren
ORDER BY siren
