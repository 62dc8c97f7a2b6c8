// The root goals in force and the areas they are tagged with.
// parameters: view, model
// columns: goal, area
// source: docs/semantics.md, Areas
MATCH (g:Goal {level: $model.root})-[:IN_AREA]->(area:Area)
WHERE <in_force g>
RETURN DISTINCT g.id AS goal, area.id AS area
