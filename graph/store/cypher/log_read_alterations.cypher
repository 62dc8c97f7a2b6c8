// What changes touched, by the ids of the alterations.
UNWIND $ids AS id
MATCH (a:Alteration)
WHERE a.id = id
RETURN a.id AS id, a.subject AS subject, a.kind AS kind, a.was AS was
