// New edges of one type between two labels: row[0] is where from, row[1] where to, the rest
// values. All in the CREATE itself: see create_nodes.cypher.
UNWIND $rows AS row
MATCH (a:<FROM>)
WHERE a.id = row[0]
MATCH (b:<TO>)
WHERE b.id = row[1]
CREATE (a)-[:<TYPE> {<PROPERTIES>}]->(b)
RETURN count(*) AS done
