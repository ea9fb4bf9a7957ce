-- What all files say of a generated establishment: e is its number. The first ones are the seats of the units, in order.
CREATE TEMP VIEW drawn_establishment AS
SELECT
    e::INTEGER AS e,
    e < getvariable('unit_count') AS is_seat,
    drawn_unit.*,
    drawn_unit.siren || CASE WHEN e < getvariable('unit_count') THEN '00010' ELSE lpad((28 + (e - getvariable('unit_count')) // getvariable('unit_count') * 11)::VARCHAR, 5, '0') END AS siret,
    drawn_unit.is_active AND (e < getvariable('unit_count') OR draw(e, 'open') < 0.6) AS is_open,
    created_on(e + 7) AS opened_on
FROM (
    SELECT e, CASE
        WHEN e < getvariable('unit_count') THEN e
        -- A prime number walks through the units, so that no unit comes twice before all have come.
        ELSE (e - getvariable('unit_count'))::BIGINT * 15485863 % getvariable('unit_count')
    END AS unit_number
    FROM range(getvariable('establishment_count')) AS numbers(e)
) AS numbered
JOIN drawn_unit ON drawn_unit.u = unit_number;
