// Who has taken up what was handed on: goals of the next level, at or under the unit, that
// link straight to the goal.
// parameters: view, forwards
// columns: forward, goal, unit, level, from
// source: docs/semantics.md, Forward
// forwards: rows of forwards-in-force, each with `below`, the next level of the model, and
//   `units`, the unit and all units under it.
UNWIND $given.forwards AS f
MATCH (b:Goal {id: f.goal})<-[e:CONTRIBUTES_TO]-(a:Goal)
WHERE a.level = f.below AND <carries e> AND <in_force a> AND <in_force b>
WITH f, a, <units a> AS held
WHERE any(unit IN held WHERE unit IN f.units)
RETURN DISTINCT f.id AS forward, f.goal AS goal, f.unit AS unit, f.level AS level, a.id AS from
ORDER BY goal, from, forward
