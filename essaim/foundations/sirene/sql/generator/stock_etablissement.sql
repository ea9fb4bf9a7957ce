-- StockEtablissement: the columns Essaim reads, with the names and types of the published Parquet file.
SELECT
    siren,
    siret[10:] AS nic,
    siret,
    diffusion AS statutDiffusionEtablissement,
    opened_on AS dateCreationEtablissement,
    -- 94.7 % of the establishments carry NN.
    CASE WHEN is_open AND is_employer AND (is_seat OR draw(e, 'staff') < 0.5) THEN bracket_slot.code ELSE 'NN' END
        AS trancheEffectifsEtablissement,
    CASE WHEN is_open AND is_employer THEN getvariable('headcount_year') END::BIGINT AS anneeEffectifsEtablissement,
    is_seat AS etablissementSiege,
    CASE WHEN is_open THEN 'A' ELSE 'F' END AS etatAdministratifEtablissement,
    CASE
        WHEN old_commune.old_code IS NOT NULL AND draw(e, 'old code') < 0.01 THEN old_commune.old_code
        WHEN district.codes IS NOT NULL THEN district.codes[1 + pick(e, 'district', len(district.codes))]
        ELSE commune_slot.code
    END AS codeCommuneEtablissement,
    commune_slot.postcode AS codePostalEtablissement,
    upper(commune_slot.name) AS libelleCommuneEtablissement,
    CASE WHEN diffusion = 'P' THEN '[ND]' ELSE (1 + e % 199)::VARCHAR END AS numeroVoieEtablissement,
    CASE WHEN diffusion = 'P' THEN '[ND]' ELSE 'RUE' END AS typeVoieEtablissement,
    CASE WHEN diffusion = 'P' THEN '[ND]' ELSE 'INVENTEE ' || e % 997 END AS libelleVoieEtablissement,
    NULL::VARCHAR AS identifiantAdresseEtablissement,
    NULL::VARCHAR AS enseigne1Etablissement,
    NULL::VARCHAR AS denominationUsuelleEtablissement,
    activity AS activitePrincipaleEtablissement,
    CASE WHEN NOT is_open AND u % 5 = 0 THEN 'NAF1993' ELSE 'NAFRev2' END AS nomenclatureActivitePrincipaleEtablissement,
    activity_2025 AS activitePrincipaleNAF25Etablissement
FROM drawn_establishment
JOIN commune_slot ON commune_slot.slot = pick(e, 'commune', getvariable('commune_slots'))
LEFT JOIN old_commune ON old_commune.code = commune_slot.code
LEFT JOIN district ON district.commune = commune_slot.code
JOIN bracket_slot ON bracket_slot.slot = pick(e, 'bracket', getvariable('bracket_slots'))
