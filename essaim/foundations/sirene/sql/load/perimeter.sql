-- Activities outside the field, code by code: every code found in the units, judged by the spans of the edition.
CREATE OR REPLACE TEMP TABLE excluded_activity AS
SELECT DISTINCT found.unit_nomenclature, found.unit_naf
FROM (SELECT DISTINCT unit_nomenclature, unit_naf FROM judged_unit) AS found
JOIN exclusion
    ON exclusion.nomenclature = found.unit_nomenclature
    AND found.unit_naf BETWEEN exclusion.code_from AND exclusion.code_to;
