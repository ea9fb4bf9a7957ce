-- What the ESS of a place can be kept by: each section and each bracket in which there is some.
SELECT DISTINCT 'section' AS way, section AS value FROM chosen JOIN area($communes, $everywhere) USING (commune)
WHERE ($district = '' OR district = $district) AND section <> ''
UNION ALL
SELECT DISTINCT 'bracket', bracket FROM chosen JOIN area($communes, $everywhere) USING (commune)
WHERE ($district = '' OR district = $district) AND bracket <> ''
ORDER BY way, value
