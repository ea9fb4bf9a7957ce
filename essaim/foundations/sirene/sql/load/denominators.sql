-- What shares are shares of: active establishments by commune, arrondissement, section, bracket and sector. One scan.
CREATE TABLE denominator AS
WITH counted AS (
    SELECT
        codeCommuneEtablissement AS found,
        CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' THEN activitePrincipaleEtablissement[:2] END AS division,
        coalesce(trancheEffectifsEtablissement, 'NN') AS bracket,
        public_unit.number IS NULL AS is_private,
        count(*) AS establishments
    FROM establishment_source
    LEFT JOIN public_unit ON public_unit.number = establishment_source.number
    WHERE etatAdministratifEtablissement = 'A'
    GROUP BY ALL
)
SELECT
    coalesce(commune_code.commune, '') AS commune,
    coalesce(commune_code.district, '') AS district,
    coalesce(section_of.section, '') AS section,
    counted.bracket,
    counted.is_private,
    sum(counted.establishments)::INTEGER AS establishments
FROM counted
LEFT JOIN commune_code USING (found)
LEFT JOIN section_of USING (division)
GROUP BY ALL
ORDER BY commune, district, section, bracket, is_private;
