-- StockUniteLegale: the columns Essaim reads, with the names and types of the published Parquet file.
SELECT
    siren,
    diffusion AS statutDiffusionUniteLegale,
    NULL::BOOLEAN AS unitePurgeeUniteLegale,
    created_on AS dateCreationUniteLegale,
    CASE WHEN category BETWEEN 9220 AND 9260 THEN 'W000' || lpad((u % 1000000)::VARCHAR, 6, '0') END AS identifiantAssociationUniteLegale,
    CASE WHEN is_active AND is_employer THEN bracket_slot.code ELSE 'NN' END AS trancheEffectifsUniteLegale,
    CASE WHEN is_active AND is_employer THEN getvariable('headcount_year') END::BIGINT AS anneeEffectifsUniteLegale,
    CASE WHEN is_active THEN 'A' ELSE 'C' END AS etatAdministratifUniteLegale,
    CASE WHEN kind = 'natural' THEN NULL WHEN diffusion = 'P' THEN '[ND]' ELSE 'STRUCTURE INVENTEE ' || u END AS denominationUniteLegale,
    CASE WHEN kind = 'natural' THEN NULL WHEN diffusion = 'P' THEN '[ND]' WHEN u % 3 = 0 THEN 'SI' || u END AS sigleUniteLegale,
    NULL::VARCHAR AS denominationUsuelle1UniteLegale,
    category::BIGINT AS categorieJuridiqueUniteLegale,
    activity AS activitePrincipaleUniteLegale,
    -- Units closed long ago keep the nomenclature of their day.
    CASE WHEN NOT is_active AND u % 5 = 0 THEN 'NAF1993' ELSE 'NAFRev2' END AS nomenclatureActivitePrincipaleUniteLegale,
    activity_2025 AS activitePrincipaleNAF25UniteLegale,
    '00010' AS nicSiegeUniteLegale,
    CASE WHEN kind = 'natural' THEN NULL WHEN is_flagged THEN 'O' ELSE 'N' END AS economieSocialeSolidaireUniteLegale,
    CASE WHEN kind = 'company' AND u % 9000 = 0 THEN 'O' END AS societeMissionUniteLegale,
    CASE WHEN is_employer AND bracket_slot.code >= '32' THEN 'ETI' ELSE 'PME' END AS categorieEntreprise
FROM drawn_unit
JOIN bracket_slot ON bracket_slot.slot = pick(u, 'bracket', getvariable('bracket_slots'))
