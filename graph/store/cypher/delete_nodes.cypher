// Nodes no source holds any more, with what is left of their edges.
UNWIND $rows AS id
MATCH (n:<LABEL>)
WHERE n.id = id
DETACH DELETE n
RETURN count(*) AS done
