// The state of every link written by a goal in force; the first that fits.
// parameters: view, model, superseded, handed
// columns: from, to, state
// source: docs/semantics.md, Link states
// superseded: a map with a key for every goal that one in force replaces, found with replaced.
// handed: [from, to] of the links that a forward counts, found with handed-on.
MATCH (a:Goal)-[e:CONTRIBUTES_TO]->(b:Goal)
WHERE <in_force a>
WITH a, e, b, <in_force b> AS stands, <decided a> AS own_day, <decided b> AS its_day
RETURN a.id AS from, b.id AS to,
       CASE WHEN e.status = 'rejected' THEN 'rejected'
            WHEN NOT stands AND $given.superseded[b.id] IS NOT NULL THEN 'outdated'
            WHEN NOT stands OR NOT <carries e> THEN 'broken'
            WHEN coalesce(e.fingerprint_from <> a.fingerprint, false)
              OR coalesce(e.fingerprint_to <> b.fingerprint, false) THEN 'suspect'
            WHEN $view.from IS NOT NULL AND own_day <> '' AND its_day > own_day THEN 'predated'
            WHEN b.level IN $model.above_root OR a.level IN $model.needs[b.level]
              OR [a.id, b.id] IN $given.handed THEN 'valid'
            ELSE 'unwanted' END AS state
ORDER BY from, to
