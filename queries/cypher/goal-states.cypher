// The state of every goal in force: vision, root, rooted, exempt, orphan, broken or detached.
// parameters: view, model, rooted
// columns: id, level, state
// source: docs/semantics.md, Goal states
// rooted: a map with a key for every goal that a path of carrying links takes to a root;
//   found round by round with supporters.
MATCH (g:Goal)
WHERE <in_force g>
RETURN g.id AS id, g.level AS level,
       CASE WHEN g.level IN $model.above_root THEN 'vision'
            WHEN g.level = $model.root THEN 'root'
            WHEN $given.rooted[g.id] IS NOT NULL THEN 'rooted'
            WHEN <exempt g> THEN 'exempt'
            WHEN size([(g)-[:CONTRIBUTES_TO]->(:Goal) | 1]) = 0 THEN 'orphan'
            WHEN size([(g)-[e:CONTRIBUTES_TO]->(b:Goal) WHERE <carries e> AND <in_force b> | 1]) = 0
            THEN 'broken'
            ELSE 'detached' END AS state
ORDER BY id
