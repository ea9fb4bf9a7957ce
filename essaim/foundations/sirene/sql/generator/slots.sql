-- What the generated stock draws from: communes by population, legal categories and activities by weight.
CREATE TEMP TABLE commune_slot AS
WITH picked AS (
    SELECT code, name, split_part(postcodes, ' ', 1) AS postcode, greatest(coalesce(TRY_CAST(population AS INTEGER), 1), 1) AS people
    FROM read_csv($communes, all_varchar = true)
    WHERE len($epci::VARCHAR[]) = 0 OR list_contains($epci, epci)
), slots AS (
    -- One slot at least for each commune, and about as many as asked in all.
    SELECT *, greatest(1, round(people::DOUBLE * $slots / sum(people) OVER ()))::INTEGER AS slot_count FROM picked
), spread AS (
    SELECT code, name, postcode, unnest(range(slot_count)) FROM slots
)
SELECT row_number() OVER (ORDER BY code) - 1 AS slot, code, name, postcode FROM spread;

CREATE TEMP TABLE category_slot AS
WITH weighted(category, kind, weight, flagged_share) AS (VALUES
    -- 56.4 % of the units of the register are natural persons (July 2026); the other weights are suppositions.
    (1000, 'natural', 56400, 0.0),
    (9220, 'ess', 3800, 0.96), (9230, 'ess', 12, 1.0), (9260, 'ess', 70, 1.0), (9221, 'ess', 8, 1.0), (9222, 'ess', 6, 1.0),
    (9240, 'ess', 10, 0.0), (9210, 'other', 700, 0.0), (9300, 'ess', 16, 1.0),
    (5458, 'ess', 14, 0.75), (5460, 'ess', 18, 0.87), (5560, 'ess', 5, 0.79), (5558, 'ess', 4, 0.9), (5551, 'ess', 2, 0.8),
    (6316, 'ess', 40, 0.8), (6317, 'ess', 16, 0.6), (6596, 'ess', 10, 0.5), (5192, 'ess', 3, 0.5), (5194, 'ess', 12, 0.5),
    (8210, 'ess', 12, 0.9), (6411, 'ess', 3, 0.8), (8290, 'ess', 4, 0.8),
    (8310, 'ess', 130, 0.0), (9900, 'ess', 40, 0.0), (8510, 'ess', 1, 0.0), (8490, 'ess', 5, 0.0),
    (5710, 'company', 11000, 0.012), (5499, 'company', 13500, 0.006), (5599, 'company', 500, 0.004),
    (6540, 'company', 8500, 0.0), (6599, 'company', 2500, 0.0), (5202, 'company', 300, 0.0),
    (8420, 'other', 60, 0.0), (8410, 'other', 60, 0.0), (9110, 'other', 1300, 0.0),
    (7210, 'public', 420, 0.0), (7331, 'public', 120, 0.0), (7348, 'public', 40, 0.0), (7389, 'public', 180, 0.0), (4110, 'public', 15, 0.0)
), spread AS (
    SELECT category, kind, flagged_share, unnest(range(weight)) FROM weighted
)
SELECT row_number() OVER (ORDER BY category) - 1 AS slot, category, kind, flagged_share FROM spread;

CREATE TEMP TABLE activity_slot AS
WITH weighted(kind, code, weight) AS (VALUES
    ('ess', '94.99Z', 300), ('ess', '93.12Z', 190), ('ess', '90.01Z', 110), ('ess', '88.99B', 90), ('ess', '93.19Z', 60),
    ('ess', '85.59B', 40), ('ess', '87.10A', 30), ('ess', '88.10A', 40), ('ess', '85.31Z', 25), ('ess', '86.10Z', 6),
    ('ess', '01.61Z', 15), ('ess', '46.21Z', 6), ('ess', '64.19Z', 12), ('ess', '65.12Z', 12), ('ess', '47.29Z', 8),
    ('ess', '43.39Z', 6), ('ess', '62.02A', 6), ('ess', '71.12B', 5), ('ess', '55.20Z', 12), ('ess', '94.91Z', 25),
    ('ess', '94.12Z', 10), ('ess', '94.11Z', 6), ('ess', '94.20Z', 8), ('ess', '84.30B', 3), ('ess', '38.32Z', 4),
    ('other', '68.20B', 180), ('other', '47.91A', 60), ('other', '70.22Z', 90), ('other', '43.21A', 40), ('other', '43.22A', 35),
    ('other', '41.20A', 20), ('other', '56.10A', 70), ('other', '47.71Z', 40), ('other', '86.90E', 45), ('other', '86.21Z', 30),
    ('other', '96.02A', 40), ('other', '62.01Z', 35), ('other', '01.11Z', 50), ('other', '01.21Z', 20), ('other', '49.41A', 25),
    ('other', '49.32Z', 25), ('other', '10.71C', 18), ('other', '25.62B', 10), ('other', '69.10Z', 20), ('other', '74.10Z', 25),
    ('other', '82.11Z', 15), ('other', '81.21Z', 20), ('other', '85.59A', 30), ('other', '64.20Z', 40), ('other', '66.22Z', 18),
    ('other', '35.11Z', 20), ('other', '36.00Z', 2), ('other', '90.03A', 30), ('other', '52.29B', 8), ('other', '08.12Z', 2),
    ('public', '84.11Z', 60), ('public', '85.20Z', 20), ('public', '84.12Z', 8), ('public', '86.10Z', 6), ('public', '36.00Z', 6)
), spread AS (
    SELECT kind, code, unnest(range(weight)) FROM weighted
)
SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY spread.code) - 1 AS slot, count(*) OVER (PARTITION BY kind) AS size, spread.code,
    newer.code AS code_2025
FROM spread LEFT JOIN (
    SELECT code[:5] AS class, min(code) AS code FROM read_csv($naf_2025, all_varchar = true) GROUP BY ALL HAVING count(*) = 1
) AS newer ON newer.class = spread.code[:5];

CREATE TEMP TABLE bracket_slot AS
WITH weighted(code, weight) AS (VALUES
    ('00', 1000), ('01', 4500), ('02', 1900), ('03', 1050), ('11', 780), ('12', 480), ('21', 165), ('22', 75), ('31', 16),
    ('32', 21), ('41', 8), ('42', 3), ('51', 1), ('52', 1)
), spread AS (
    SELECT code, unnest(range(weight)) FROM weighted
)
SELECT row_number() OVER (ORDER BY code) - 1 AS slot, count(*) OVER () AS size, code FROM spread;

CREATE TEMP TABLE old_commune AS
SELECT code, min(old_code) AS old_code FROM read_csv($old_codes, all_varchar = true) GROUP BY code;

CREATE TEMP TABLE district AS
SELECT commune, list(code ORDER BY code) AS codes FROM read_csv($districts, all_varchar = true) GROUP BY commune;
