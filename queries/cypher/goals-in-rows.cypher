// The goals in force of one level with the rows they stand in: the row of the plan's unit; of
// the goal's own where it has no plan or that lies in no row; of each for a goal of several.
// parameters: view, level, row_of
// columns: id, rows, tags
// source: docs/semantics.md, Matrix
// row_of: for each unit the nearest unit at or above it of a kind that owes goals of the level.
MATCH (g:Goal {level: $given.level})
WHERE <in_force g>
WITH g, [(g)-[:OWNED_BY]->(u:Unit) | u.id] AS own,
     [(g)-[:IN_PLAN]->(:Plan)-[:OF_UNIT]->(u:Unit) | u.id] AS planned,
     [(g)-[:IN_AREA]->(a:Area) | a.id] AS tags
RETURN g.id AS id, tags,
       CASE WHEN size(own) < 2 AND any(unit IN planned WHERE $given.row_of[unit] IS NOT NULL)
            THEN [unit IN planned WHERE $given.row_of[unit] IS NOT NULL | $given.row_of[unit]]
            ELSE [unit IN own WHERE $given.row_of[unit] IS NOT NULL | $given.row_of[unit]] END AS rows
ORDER BY id
