// The goals in force that have written no link upward and aren't exempt; levels from the root
// up are left out.
// parameters: view, model
// columns: id, level, title, units
// source: docs/semantics.md, Goal states
MATCH (g:Goal)
WHERE <in_force g> AND NOT g.level IN $model.above_root AND g.level <> $model.root
  AND size([(g)-[:CONTRIBUTES_TO]->(:Goal) | 1]) = 0 AND NOT <exempt g>
RETURN g.id AS id, g.level AS level, g.title AS title, <units g> AS units
ORDER BY id
