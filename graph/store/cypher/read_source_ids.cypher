// The sources the content came from.
MATCH (s:Source)
RETURN collect(s.id) AS ids
