// The links whose target no file holds.
// parameters: none
// columns: from, to
// source: docs/semantics.md, Link states
MATCH (a:Goal)-[:CONTRIBUTES_TO]->(b:Goal)
WHERE b.absent
RETURN a.id AS from, b.id AS to
ORDER BY from, to
