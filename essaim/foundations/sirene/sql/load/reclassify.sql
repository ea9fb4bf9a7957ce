-- A snapshot read again with another edition of the perimeter: the same candidates, judged anew; nothing else changes.
CREATE TABLE commune AS FROM old.commune;
CREATE TABLE epci AS FROM old.epci;
CREATE TABLE district AS FROM old.district;
CREATE TABLE naf AS FROM old.naf;
CREATE TABLE bracket AS FROM old.bracket;
CREATE TABLE denominator AS FROM old.denominator;
CREATE OR REPLACE TEMP TABLE candidate AS
SELECT * EXCLUDE (family, epci, department, in_insee, in_annuaire, in_statutory, in_declared_commercial, in_esus, in_siae), true AS is_active
FROM old.ess;
