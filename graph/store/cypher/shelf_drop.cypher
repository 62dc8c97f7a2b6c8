// Take one kept thing away.
MATCH (n:<LABEL>)
WHERE n.id = $id
DELETE n
RETURN count(*) AS done
