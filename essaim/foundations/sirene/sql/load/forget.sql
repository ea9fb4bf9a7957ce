-- Verdicts that are judged again, given column by column.
DELETE FROM kept_judgement
WHERE (scope, tables, owner, zones) IN (SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]))
