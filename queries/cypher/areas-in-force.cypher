// The areas in force.
// parameters: view
// columns: id, number, name, kind
// source: docs/semantics.md, View
MATCH (a:Area)
WHERE <holds a.period_from; a.period_to>
RETURN a.id AS id, a.number AS number, a.name AS name, a.kind AS kind
ORDER BY id
