// Nodes that are there already get exactly the properties of their row.
// WHERE, not {id: row.id}: the embedded engine takes a text like `$rows` in a property map
// for a parameter, and finds nothing.
UNWIND $rows AS row
MATCH (n:<LABEL>)
WHERE n.id = row.id
SET n = row
RETURN count(*) AS done
