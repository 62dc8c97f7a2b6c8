// The links as columns. A link is suspect when an end that was reviewed reads otherwise now.
MATCH (a:Goal)-[e:CONTRIBUTES_TO]->(b:Goal)
WITH a, e, b, a.position / 10000 AS chunk
RETURN chunk, collect(a.id) AS source, collect(b.id) AS target,
       collect(e.status) AS status, collect(coalesce(e.valid_from, '')) AS valid_from,
       collect(coalesce(e.valid_to, '')) AS valid_to, collect(coalesce(e.how, '')) AS how,
       collect(coalesce(e.fingerprint_from <> a.fingerprint, false)
               OR coalesce(e.fingerprint_to <> b.fingerprint, false)) AS suspect
