-- Names of territories by code.
SELECT code, name FROM commune WHERE $kind = 'commune' AND list_contains($codes, code)
UNION ALL
SELECT siren, name FROM epci WHERE $kind = 'epci' AND list_contains($codes, siren)
UNION ALL
SELECT code, name FROM district WHERE $kind = 'district' AND list_contains($codes, code)
