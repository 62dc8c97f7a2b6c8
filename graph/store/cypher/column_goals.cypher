// The goals as columns. An empty text stands for what isn't said: collect() drops nulls.
MATCH (n:Goal)
WHERE n.absent IS NULL
WITH n, n.position / 10000 AS chunk
RETURN chunk, collect(n.id) AS id, collect(n.title) AS title,
       collect(coalesce(n.code, '')) AS code, collect(n.level) AS level,
       collect(n.status) AS status, collect(coalesce(n.kind, '')) AS kind,
       collect(coalesce(n.tags, [])) AS tags, collect(n.basis) AS basis, collect(coalesce(n.valid_from, '')) AS valid_from,
       collect(coalesce(n.valid_to, '')) AS valid_to,
       collect(CASE WHEN n.exempt_reason IS NULL THEN '-' ELSE '' END) AS owes,
       collect(coalesce(n.exempt_decided_on, '')) AS exempt_from,
       collect(coalesce(n.exempt_until, '')) AS exempt_until,
       collect(coalesce(n.exempt_decided_by, '')) AS exempt_by,
       collect(coalesce(n.exempt_reason, '')) AS exempt_reason,
       collect(coalesce(n.budget_tkr, '')) AS budget_tkr,
       collect(coalesce(n.file, '')) AS file, collect(coalesce(n.line, 0)) AS line
