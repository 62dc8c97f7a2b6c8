// The day of the final decision on the plan of the goal <1>; an empty text where unknown.
coalesce([(<1>)-[:IN_PLAN]->(<1>_plan:Plan) | <1>_plan.decided_on][0],
         reduce(<1>_last = '',
                <1>_day IN [(<1>)-[:IN_PLAN]->(:Plan)<-[:OF_PLAN]-(<1>_final:Decision)
                            WHERE <1>_final.kind = 'final'
                              AND <1>_final.decided_on IS NOT NULL | <1>_final.decided_on] |
                CASE WHEN <1>_day > <1>_last THEN <1>_day ELSE <1>_last END))
