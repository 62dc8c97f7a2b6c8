// All links between goals with what they say, as one list of values per link, in chunks.
MATCH (a:Goal)-[e:CONTRIBUTES_TO]->(b:Goal)
WITH a, e, b, coalesce(a.position, 0) / 10000 AS chunk
RETURN chunk, collect([a.id, b.id, e.position, e.file, e.line, e.stated_from, e.stated_to,
                       <COLUMNS>]) AS links
