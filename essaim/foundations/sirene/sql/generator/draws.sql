-- Every draw is a hash of a number, of what is drawn and of the seed: one seed gives one stock, in any order.
CREATE TEMP MACRO draw(n, what) AS (hash(n, what, getvariable('seed')) % 1000000)::DOUBLE / 1000000;
CREATE TEMP MACRO pick(n, what, size) AS (hash(n, what, getvariable('seed')) % size)::INTEGER;
CREATE TEMP MACRO doubled(d) AS CASE WHEN d > 4 THEN d * 2 - 9 ELSE d * 2 END;
CREATE TEMP MACRO digit(n, power) AS n // power % 10;
-- The key of each SIREN is wrong on purpose (Luhn, plus one): none can be the number of a real unit.
CREATE TEMP MACRO wrong_key(n) AS (
    11 - (
        doubled(digit(n, 1)) + digit(n, 10) + doubled(digit(n, 100)) + digit(n, 1000) + doubled(digit(n, 10000))
        + digit(n, 100000) + doubled(digit(n, 1000000)) + digit(n, 10000000)
    ) % 10
) % 10;
CREATE TEMP MACRO siren_of(u) AS lpad(((30000000 + u) * 10 + wrong_key(30000000 + u))::VARCHAR, 9, '0');
CREATE TEMP MACRO created_on(n) AS CASE
    WHEN draw(n, 'unknown day') < 0.02 THEN DATE '1900-01-01'
    -- 1 149 absurd dates in the register, from year 1 to 3035.
    WHEN draw(n, 'absurd day') < 0.00003 THEN CASE WHEN draw(n, 'which') < 0.5 THEN DATE '0001-01-03' ELSE DATE '3035-06-30' END
    -- Twice as many in the last ten years as in the forty before.
    ELSE getvariable('vintage') - (CASE WHEN draw(n, 'recent') < 0.66 THEN 31 + pick(n, 'days', 3650) ELSE 3650 + pick(n, 'days', 14600) END)::INTEGER
END;
