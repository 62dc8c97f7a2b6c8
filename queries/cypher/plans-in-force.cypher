// The plans in force, with whose they are and the days they were written for.
// parameters: view
// columns: id, kind, name, unit, from, to
// source: docs/semantics.md, View
MATCH (p:Plan)
WHERE <plan_in_force p>
RETURN p.id AS id, p.kind AS kind, p.name AS name,
       [(p)-[:OF_UNIT]->(u:Unit) | u.id][0] AS unit,
       <start p> AS from, p.period_to AS to
ORDER BY id
