-- The section of each activity found in the establishments, by its first two characters: joined as a word of the file's dictionary.
CREATE TEMP TABLE activity AS
SELECT code, section, ascii(section)::UTINYINT AS letter
FROM (SELECT DISTINCT activitePrincipaleEtablissement AS code FROM establishment_source) AS found
JOIN (SELECT DISTINCT code[:2] AS division, section FROM naf) AS section_of ON section_of.division = found.code[:2];

-- What shares are shares of: active establishments by commune, arrondissement, section, bracket and sector. One scan.
-- Each row is brought to four small numbers before it is counted, and rows are sorted by them; a bracket of no list stands as '?'.
-- Joins to few words come first: DuckDB then looks up each word of a dictionary once, and each row only where it must.
CREATE TABLE denominator AS
WITH counted AS (
    SELECT
        commune_code.number,
        CASE WHEN nomenclatureActivitePrincipaleEtablissement = 'NAFRev2' THEN activity.letter END AS letter,
        CASE WHEN trancheEffectifsEtablissement IS NOT NULL THEN coalesce(bracket_number.number, 255) ELSE getvariable('no_bracket') END AS bracket,
        public_unit.siren IS NULL AS is_private,
        count(*) AS establishments
    FROM establishment_source
    LEFT JOIN bracket_number ON bracket_number.code = trancheEffectifsEtablissement
    LEFT JOIN activity ON activity.code = activitePrincipaleEtablissement
    LEFT JOIN public_unit USING (siren)
    LEFT JOIN commune_code ON commune_code.found = codeCommuneEtablissement
    WHERE etatAdministratifEtablissement = 'A'
    GROUP BY ALL
)
SELECT
    coalesce(place.commune, '') AS commune,
    coalesce(place.district, '') AS district,
    coalesce(chr(counted.letter), '') AS section,
    CASE counted.bracket WHEN 255 THEN '?' ELSE coalesce(bracket_number.code, 'NN') END AS bracket,
    counted.is_private,
    counted.establishments::INTEGER AS establishments
FROM counted
LEFT JOIN (SELECT DISTINCT number, commune, district FROM commune_code) AS place USING (number)
LEFT JOIN bracket_number ON bracket_number.number = counted.bracket
ORDER BY counted.number NULLS FIRST, counted.letter NULLS FIRST, counted.bracket, counted.is_private;
