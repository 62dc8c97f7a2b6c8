// New nodes of one label. Every row holds all properties of a node, `id` among them.
UNWIND $rows AS row
CREATE (n:<LABEL>)
SET n = row
RETURN count(*) AS done
