// One round up the organisation: the unit that each unit given is part of.
// parameters: front
// columns: id, above, kind
// source: docs/semantics.md, Matrix
// front: ids of units. Asked again with the units above, until there are none.
UNWIND $given.front AS id
MATCH (u:Unit {id: id})-[:PART_OF]->(above:Unit)
RETURN u.id AS id, above.id AS above, above.kind AS kind
