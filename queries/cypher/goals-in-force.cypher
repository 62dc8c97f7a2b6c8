// The goals in force, with their level, title and units.
// parameters: view
// columns: id, level, title, units
// source: docs/semantics.md, View
MATCH (g:Goal)
WHERE <in_force g>
RETURN g.id AS id, g.level AS level, g.title AS title, <units g> AS units
ORDER BY id
