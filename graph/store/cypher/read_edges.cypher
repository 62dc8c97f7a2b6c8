// All edges of one type between two labels, as columns, in chunks.
MATCH (a:<FROM>)-[e:<TYPE>]->(b:<TO>)
WITH a, e, b, coalesce(a.position, 0) / 10000 AS chunk
RETURN chunk, collect(a.id) AS a, collect(b.id) AS b, collect(e.position) AS position
