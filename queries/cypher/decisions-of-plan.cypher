// The decisions on a plan, first to last, the final one among them.
// parameters: plan
// columns: kind, decided_by, decided_on, reference
// source: docs/plan-file.md
// plan: the plan's id.
MATCH (p:Plan {id: $given.plan})
WITH [{kind: 'final', by: p.decided_by, on: p.decided_on, reference: p.reference}]
     + [(p)<-[:OF_PLAN]-(d:Decision)
        | {kind: d.kind, by: d.decided_by, on: d.decided_on, reference: d.reference}] AS said
UNWIND said AS d
WITH d
WHERE d.by IS NOT NULL OR d.on IS NOT NULL OR d.reference IS NOT NULL
RETURN d.kind AS kind, d.by AS decided_by, d.on AS decided_on, d.reference AS reference
ORDER BY decided_on, kind
