// One goal's own properties, as one list of values. $id: the goal's id.
MATCH (n:Goal)
WHERE n.id = $id AND n.absent IS NULL
RETURN [<COLUMNS>] AS row
