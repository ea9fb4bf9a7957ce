-- The establishments that may be ESS: active ones are what is counted, closed ones only what the history tells of.
CREATE OR REPLACE TEMP VIEW candidate AS
SELECT
    siret,
    unit.*,
    statutDiffusionEtablissement = 'P' OR unit.is_hidden AS is_masked,
    coalesce(commune_code.commune, '') AS commune,
    coalesce(commune_code.district, '') AS district,
    CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' THEN coalesce(activity.section, '') ELSE '' END AS section,
    CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' THEN coalesce(activitePrincipaleEtablissement, '') ELSE '' END AS naf,
    coalesce(
        activitePrincipaleNAF25Etablissement,
        CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAF2025' THEN activitePrincipaleEtablissement END, ''
    ) AS naf_2025,
    coalesce(trancheEffectifsEtablissement, 'NN') AS bracket,
    etablissementSiege AS is_seat,
    -- 1900-01-01 stands for "not known"; the files hold years from 1 to 3035.
    CASE WHEN dateCreationEtablissement > DATE '1900-01-01' AND dateCreationEtablissement < getvariable('vintage') + INTERVAL 1 YEAR
        AND year(dateCreationEtablissement) >= 1800 THEN dateCreationEtablissement END AS created_on,
    etatAdministratifEtablissement = 'A' AS is_active,
    coalesce(codePostalEtablissement, '') AS postcode,
    CASE WHEN statutDiffusionEtablissement = 'P' THEN '' ELSE
        trim(concat_ws(' ', nullif(numeroVoieEtablissement, '[ND]'), nullif(typeVoieEtablissement, '[ND]'), nullif(libelleVoieEtablissement, '[ND]'))) END
        AS address,
    CASE WHEN statutDiffusionEtablissement = 'P' THEN '' ELSE coalesce(enseigne1Etablissement, denominationUsuelleEtablissement, '') END AS sign,
    coalesce(siae.kinds, '') AS siae_kinds
FROM establishment_source
JOIN unit USING (siren)
LEFT JOIN commune_code ON commune_code.found = codeCommuneEtablissement
LEFT JOIN activity ON activity.code = activitePrincipaleEtablissement
LEFT JOIN (
    SELECT siret, string_agg(DISTINCT kind, ' ' ORDER BY kind) AS kinds FROM list_siae
    WHERE coalesce(ends_on, DATE '9999-01-01') > getvariable('vintage') GROUP BY siret
) AS siae USING (siret);

-- What the activities outside the field are looked for in.
CREATE OR REPLACE TEMP VIEW judged_unit AS FROM unit
