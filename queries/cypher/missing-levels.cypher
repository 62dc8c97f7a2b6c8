// The needed levels, in model order, that no carrying contribution of a goal in force counts as.
// parameters: view, model, taken
// columns: id, level, needs, missing
// source: docs/semantics.md, Downward
// taken: by goal, the levels that contributions through a forward count as, found with handed-on.
// The pattern in brackets begins at the goal that is known: begun at its other end, the embedded
// engine would look at all goals for each.
MATCH (g:Goal)
WHERE <in_force g>
WITH g, [(g)<-[e:CONTRIBUTES_TO]-(a:Goal) WHERE <carries e> AND <in_force a> | a.level] AS there
RETURN g.id AS id, g.level AS level, $model.needs[g.level] AS needs,
       [need IN $model.needs[g.level]
        WHERE NOT need IN there AND NOT need IN coalesce($given.taken[g.id], [])] AS missing
ORDER BY id
