// The items a change touched; row: id, subject, kind, how it was.
UNWIND $rows AS row
CREATE (:Alteration {id: row[0], subject: row[1], kind: row[2], was: row[3]})
RETURN count(*) AS done
