// The governance model of the data as JSON text; no row where the default levels stand.
// parameters: none
// columns: governance
// source: docs/store.md
MATCH (s:Source)
WHERE s.governance IS NOT NULL
RETURN s.governance AS governance
ORDER BY s.id
LIMIT 1
