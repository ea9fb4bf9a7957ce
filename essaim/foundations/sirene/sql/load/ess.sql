-- What is served: active establishments, sorted by commune, so that one territory is a few blocks of the file.
CREATE TABLE ess AS
SELECT
    classified.siret, siren, classified.name, acronym, sign, is_masked, rna, legal_category, family, commune.epci, commune.department,
    classified.commune, district, section, naf, naf_2025, unit_naf, unit_nomenclature, bracket, is_seat, created_on, postcode, address,
    is_flagged, is_listed, is_mission, is_esus, siae_kinds,
    in_insee, in_annuaire, in_statutory, in_declared_commercial, in_esus, in_siae
FROM classified LEFT JOIN commune ON commune.code = classified.commune
WHERE is_active
ORDER BY classified.commune, siret;
