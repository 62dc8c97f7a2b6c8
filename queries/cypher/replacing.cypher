// The goals that a goal in force replaces.
// parameters: view
// columns: id
// source: docs/semantics.md, Link states
MATCH (n:Goal)-[:REPLACES]->(older:Goal)
WHERE <in_force n>
RETURN DISTINCT older.id AS id
