// One round downward: the goals in force whose carrying links lead straight to goals given.
// parameters: view, front
// columns: id, next
// source: docs/semantics.md, Goal states
// front: ids of goals in force. Asked again with what was new, until nothing is.
UNWIND $given.front AS id
MATCH (b:Goal {id: id})<-[e:CONTRIBUTES_TO]-(a:Goal)
WHERE <carries e> AND <in_force a>
RETURN DISTINCT a.id AS id, b.id AS next
