-- StockEtablissementHistorique: one row a period, dateFin being its last day; closed establishments end with a period F.
WITH lives AS (
    SELECT e, siren, siret, activity, is_open, opened_on,
        greatest(opened_on, DATE '1973-01-01') AS first_day,
        least(
            greatest(opened_on, DATE '1973-01-01') + (200 + pick(e, 'life', 5400)),
            getvariable('vintage') - (20 + pick(e, 'end', 300))
        )::DATE AS closed_on
    FROM drawn_establishment
    WHERE opened_on < getvariable('vintage')
)
SELECT siren, siret[10:] AS nic, siret, CASE WHEN is_open THEN NULL ELSE closed_on - 1 END AS dateFin, first_day AS dateDebut,
    'A' AS etatAdministratifEtablissement, false AS changementEtatAdministratifEtablissement,
    activity AS activitePrincipaleEtablissement, 'NAFRev2' AS nomenclatureActivitePrincipaleEtablissement,
    false AS changementActivitePrincipaleEtablissement
FROM lives WHERE is_open OR closed_on > first_day
UNION ALL
SELECT siren, siret[10:], siret, NULL, closed_on, 'F', true, activity, 'NAFRev2', false
FROM lives WHERE NOT is_open AND closed_on > first_day
