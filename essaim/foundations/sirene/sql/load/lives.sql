-- When each candidate was active, from the history file: one row a time it was, ends_on excluded and empty while it lasts.
-- Commune, family and rules are today's: INSEE keeps no history of them at this level.
CREATE TEMP TABLE lived AS
SELECT siret, siren, commune, district, family, section, legal_category, unit_naf, unit_nomenclature, is_flagged, is_listed, is_esus, siae_kinds,
    in_insee, in_annuaire, in_statutory, in_declared_commercial, in_esus, in_siae
FROM classified;

CREATE TABLE life AS
WITH period AS (
    SELECT history.siret, history.etatAdministratifEtablissement = 'A' AS is_open, history.dateDebut AS starts_on,
        lag(history.etatAdministratifEtablissement = 'A') OVER (PARTITION BY history.siret ORDER BY history.dateDebut) AS was_open
    FROM history_source AS history
    WHERE history.dateDebut IS NOT NULL AND history.siret IN (SELECT siret FROM lived)
), turn AS (
    -- Periods in which only something else changed are one.
    SELECT siret, is_open, starts_on FROM period WHERE was_open IS NULL OR was_open <> is_open
), life_span AS (
    SELECT siret, is_open, starts_on, lead(starts_on) OVER (PARTITION BY siret ORDER BY starts_on) AS ends_on FROM turn
)
SELECT
    life_span.siret, siren, lived.commune, district, commune.epci, commune.department, family, section,
    -- What another edition of the perimeter would judge.
    legal_category, unit_naf, unit_nomenclature, is_flagged, is_listed, is_esus, siae_kinds,
    -- The first period of what was already there when the register was computerised has no true beginning.
    CASE WHEN life_span.starts_on > DATE '1900-01-01' THEN life_span.starts_on END AS starts_on, ends_on,
    in_insee, in_annuaire, in_statutory, in_declared_commercial, in_esus, in_siae
FROM life_span JOIN lived USING (siret) LEFT JOIN commune ON commune.code = lived.commune
WHERE life_span.is_open
ORDER BY lived.commune, siret, starts_on;
