// The ids of all alterations.
MATCH (a:Alteration)
RETURN collect(a.id) AS ids
