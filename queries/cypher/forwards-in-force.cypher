// The decisions in force by which a unit hands a goal on.
// parameters: view
// columns: id, goal, unit, level
// source: docs/semantics.md, Forward
MATCH (f:Forward)-[:FORWARDS]->(g:Goal)
MATCH (f)-[:OF_UNIT]->(u:Unit)
WHERE <holds f.decided_on; f.until>
RETURN f.id AS id, g.id AS goal, u.id AS unit, f.level AS level
ORDER BY goal, unit, level, id
