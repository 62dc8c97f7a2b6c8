// What is kept, after an id, in order of id; what is past its time is left out.
MATCH (n:<LABEL>)
WHERE n.id > $after AND (n.until IS NULL OR n.until > $now)<MORE>
RETURN n.id AS id, n.version AS version, n.key AS key, n.until AS until, n.body AS body
ORDER BY id
LIMIT $limit
