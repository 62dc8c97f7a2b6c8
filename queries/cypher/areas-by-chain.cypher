// One round down the chain: goals whose carrying links lead straight to goals given, with the
// areas those hold.
// parameters: view, front
// columns: goal, area
// source: docs/semantics.md, Areas
// front: rows of goal and area. Asked again with the rows that were new, until none is.
UNWIND $given.front AS row
MATCH (b:Goal {id: row.goal})<-[e:CONTRIBUTES_TO]-(a:Goal)
WHERE <carries e> AND <in_force a>
RETURN DISTINCT a.id AS goal, row.area AS area
