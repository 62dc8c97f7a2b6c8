// The numbers of all changes.
MATCH (c:Change)
RETURN collect(c.id) AS ids
