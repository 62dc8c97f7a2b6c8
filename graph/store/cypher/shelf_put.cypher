// Compare and set. The first SET takes the write lock, so that the comparison after it sees the
// last committed version; no row means that another writer came first.
MATCH (n:<LABEL>)
WHERE n.id = $id
SET n.claim = $claim
WITH n
WHERE n.version = $version
SET n.version = n.version + 1, n.key = $key, n.until = $until, n.body = $body
RETURN n.version AS version
