// The trace score: what is there of what is expected, upward and downward.
// parameters: goals, suspect
// columns: rooted, below, answered, needs, suspect, exempt
// source: docs/semantics.md, Score
// goals: for each goal in force its `state`, and how many levels it `needs` and is `missing`.
//   suspect: the number of suspect links.
UNWIND $given.goals AS g
WITH sum(CASE WHEN g.state = 'rooted' THEN 1 ELSE 0 END) AS rooted,
     sum(CASE WHEN g.state IN ['vision', 'root', 'exempt'] THEN 0 ELSE 1 END) AS below,
     sum(CASE WHEN g.state IN ['vision', 'exempt'] THEN 0 ELSE g.needs END) AS needs,
     sum(CASE WHEN g.state IN ['vision', 'exempt'] THEN 0 ELSE g.missing END) AS missing,
     sum(CASE WHEN g.state = 'exempt' THEN 1 ELSE 0 END) AS exempt
RETURN rooted, below, needs - missing AS answered, needs, $given.suspect AS suspect, exempt
