// One round back in time: the goals that the goals given replace, in force or not.
// parameters: front
// columns: id
// source: docs/semantics.md, Link states
// front: ids of goals. Asked again with what was new, until nothing is.
UNWIND $given.front AS id
MATCH (n:Goal {id: id})-[:REPLACES]->(older:Goal)
RETURN DISTINCT older.id AS id
