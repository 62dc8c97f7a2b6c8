// How many alterations there are.
MATCH (a:Alteration)
RETURN count(a) AS count
