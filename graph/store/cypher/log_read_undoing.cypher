// Which change takes back which.
UNWIND $ids AS id
MATCH (c:Change)
WHERE c.undoes = id
RETURN id AS undone, c.id AS id
