// One round upward: the goals in force that carrying links of the goals given lead straight to.
// parameters: view, front
// columns: id, from, level, counts_as
// source: docs/semantics.md, Downward
// front: ids of goals in force. Asked again with what was new, until nothing is.
UNWIND $given.front AS id
MATCH (a:Goal {id: id})-[e:CONTRIBUTES_TO]->(b:Goal)
WHERE <carries e> AND <in_force b>
RETURN DISTINCT b.id AS id, a.id AS from, b.level AS level, a.level AS counts_as
