// Everything that was done to these items.
UNWIND $subjects AS subject
MATCH (a:Alteration)
WHERE a.subject = subject
RETURN a.id AS id, a.subject AS subject, a.kind AS kind, a.was AS was
