-- What all files say of a generated unit: u is its number, one row a unit.
CREATE TEMP VIEW drawn_unit AS
SELECT
    u::INTEGER AS u,
    siren_of(u) AS siren,
    category_slot.category,
    category_slot.kind,
    draw(u, 'flag') < category_slot.flagged_share AS is_flagged,
    draw(u, 'active') < CASE WHEN category_slot.kind IN ('ess', 'public') THEN 0.96 ELSE 0.48 END AS is_active,
    draw(u, 'employer') < CASE category_slot.kind WHEN 'ess' THEN 0.181 WHEN 'public' THEN 0.5 WHEN 'natural' THEN 0.045 ELSE 0.24 END
        AS is_employer,
    -- 10 413 016 units of partial diffusion, mostly natural persons.
    CASE WHEN draw(u, 'diffusion') < CASE WHEN category_slot.kind = 'natural' THEN 0.612 ELSE 0.006 END THEN 'P' ELSE 'O' END AS diffusion,
    created_on(u) AS created_on,
    activity_slot.code AS activity,
    activity_slot.code_2025 AS activity_2025
FROM range(getvariable('unit_count')) AS numbers(u)
JOIN category_slot ON category_slot.slot = pick(u, 'category', getvariable('category_slots'))
JOIN activity_slot
    ON activity_slot.kind = CASE WHEN category_slot.kind IN ('ess', 'public') THEN category_slot.kind ELSE 'other' END
    AND activity_slot.slot = pick(u, 'activity', CASE category_slot.kind
        WHEN 'ess' THEN getvariable('ess_slots') WHEN 'public' THEN getvariable('public_slots') ELSE getvariable('other_slots') END);
