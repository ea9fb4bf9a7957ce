-- The times of activity, judged anew.
CREATE TABLE life AS
SELECT
    siret, siren, classified.commune, district, commune.epci, commune.department, family, section,
    legal_category, unit_naf, unit_nomenclature, is_flagged, is_listed, is_esus, siae_kinds, starts_on, ends_on,
    in_insee, in_annuaire, in_statutory, in_declared_commercial, in_esus, in_siae
FROM classified LEFT JOIN commune ON commune.code = classified.commune
ORDER BY classified.commune, siret, starts_on
