-- Stands for the verdicts of a snapshot that keeps none.
CREATE TEMP TABLE judgement (scope VARCHAR, tables VARCHAR, owner VARCHAR, zones VARCHAR, withheld VARCHAR)
