// The status of each cell unit × area of one level; the first that fits.
// parameters: view, rows, areas
// columns: unit, area, status, goals, goals_by_tag
// source: docs/semantics.md, Matrix
// rows: for each owing unit in force: `unit`, `planned` (a plan of the level's kind, or none
//   needed), `handed` (areas it hands on and that are taken up), and its `goals` with `id`,
//   `supported`, `tags` and `chain`. areas: ids of the columns.
UNWIND $given.rows AS row
MATCH (u:Unit {id: row.unit})
WITH row, [(u)<-[:EXEMPTS]-(x:Exemption) WHERE <holds x.decided_on; x.until>
           | coalesce([(x)-[:IN_AREA]->(area:Area) | area.id][0], '')] AS excused
UNWIND $given.areas AS area
WITH row, area, excused,
     [g IN row.goals WHERE g.supported AND area IN g.chain | g.id] AS goals,
     [g IN row.goals WHERE area IN g.tags | g.id] AS tagged,
     [g IN row.goals WHERE g.supported AND area IN g.tags | g.id] AS drifting
RETURN row.unit AS unit, area,
       CASE WHEN size(goals) > 0 THEN 'covered'
            WHEN area IN row.handed THEN 'forwarded'
            WHEN area IN excused OR '' IN excused THEN 'exempt'
            WHEN size(drifting) > 0 THEN 'tag_only'
            WHEN size(tagged) > 0 THEN 'weak'
            WHEN NOT row.planned AND size(row.goals) = 0 THEN 'no_plan'
            ELSE 'empty' END AS status,
       goals, tagged AS goals_by_tag
ORDER BY unit, area
