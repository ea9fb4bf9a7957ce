-- What was judged of statistical secrecy when the snapshot was made: one row, or none if it was judged otherwise.
SELECT withheld FROM judgement
WHERE scope = $scope AND tables = $tables AND owner = $owner AND zones = $zones
