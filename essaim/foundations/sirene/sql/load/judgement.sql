-- Verdicts of statistical secrecy, one row a rule or layer and a part judged at once: an EPCI, a département, France.
-- zones: the territoires it was judged with. withheld: one line a crossing, with the reason.
CREATE TABLE kept_judgement (scope VARCHAR, tables VARCHAR, owner VARCHAR, zones VARCHAR, withheld VARCHAR)
