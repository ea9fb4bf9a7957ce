-- Activities of the snapshot that this edition puts outside the field.
CREATE OR REPLACE TEMP TABLE next_excluded AS
SELECT DISTINCT found.unit_nomenclature, found.unit_naf
FROM (SELECT DISTINCT unit_nomenclature, unit_naf FROM ess) AS found
JOIN next_exclusion AS exclusion
    ON exclusion.nomenclature = found.unit_nomenclature AND found.unit_naf BETWEEN exclusion.code_from AND exclusion.code_to
