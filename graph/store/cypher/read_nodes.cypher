// All nodes of one label, as one list of values per node, in chunks. Placeholders are left out.
MATCH (n:<LABEL>)
WHERE n.absent IS NULL
WITH n, coalesce(n.position, 0) / 10000 AS chunk
RETURN chunk, collect([n.id, n.source_id, n.position, n.file, n.line, <COLUMNS>]) AS items
