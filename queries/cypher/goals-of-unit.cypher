// The goals in force of one unit, its own and those of its plans.
// parameters: view, unit
// columns: id, level, title, plan
// source: docs/semantics.md, View
// unit: the unit's id.
MATCH (g:Goal)
WHERE $given.unit IN <units g> AND <in_force g>
RETURN g.id AS id, g.level AS level, g.title AS title,
       [(g)-[:IN_PLAN]->(p:Plan) | p.id][0] AS plan
ORDER BY id
