// Which text each imported source had, so that the same text is known again without reading.
UNWIND $rows AS row
MATCH (s:Source)
WHERE s.id = row.id
SET s.content = row.content
RETURN count(*) AS done
