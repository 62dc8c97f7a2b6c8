// New nodes of one label; a row is a list of values, null for what isn't said. All in the CREATE
// itself: the embedded engine writes what a later SET adds by moving everything behind it.
UNWIND $rows AS row
CREATE (:<LABEL> {<PROPERTIES>})
RETURN count(*) AS done
