// All units, with their kind and whether they are in force.
// parameters: view
// columns: id, kind, in_force
// source: docs/semantics.md, View
MATCH (u:Unit)
RETURN u.id AS id, u.kind AS kind, <holds u.valid_from; u.valid_to> AS in_force
ORDER BY id
