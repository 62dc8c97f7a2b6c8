// New edges of one type between two labels: from `a`, to `b`, with properties `p`.
UNWIND $rows AS row
MATCH (a:<FROM>)
WHERE a.id = row.a
MATCH (b:<TO>)
WHERE b.id = row.b
CREATE (a)-[e:<TYPE>]->(b)
SET e = row.p
RETURN count(*) AS done
