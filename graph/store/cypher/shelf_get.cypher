// One kept thing by its id.
MATCH (n:<LABEL>)
WHERE n.id = $id
RETURN n.id AS id, n.version AS version, n.key AS key, n.until AS until, n.body AS body
