// The indicators that measure a goal, with their target and latest outcome.
// parameters: goal
// columns: id, name, target_op, target, unit_of_measure, period, value
// source: docs/plan-file.md
// goal: the goal's id.
MATCH (i:Indicator)-[:MEASURES]->(:Goal {id: $given.goal})
OPTIONAL MATCH (i)<-[:OF_INDICATOR]-(r:Reading)
WITH i, r
ORDER BY r.period_to DESC, r.gender
WITH i, collect(r)[0] AS latest
RETURN i.id AS id, i.name AS name, i.target_op AS target_op, i.target AS target,
       i.unit_of_measure AS unit_of_measure, latest.period AS period, latest.value AS value
ORDER BY id
