// True if the goal <1> is in force: its status and its plan's, its level, and its days within
// its plan's. A plan ends the day before an adopted plan that replaces it starts.
(<1>.absent IS NULL AND <1>.status IN $view.statuses AND <1>.level IN $view.levels
 AND <holds <1>.valid_from; <1>.valid_to>
 AND size([(<1>)-[:IN_PLAN]->(<1>_plan:Plan)
           WHERE NOT (<1>_plan.status IN $view.statuses
                      AND <holds <start <1>_plan>; <1>_plan.period_to>
                      AND ($view.from IS NULL
                           OR (coalesce(<start <1>_plan>, '')
                                 <= coalesce(<1>.valid_to, '9999-12-31')
                               AND coalesce(<1>.valid_from, '')
                                 <= coalesce(<1>_plan.period_to, '9999-12-31')))) | 1]) = 0
 AND ($view.from IS NULL
      OR size([(<1>)-[:IN_PLAN]->(<1>_plan:Plan)<-[:REPLACES]-(<1>_newer:Plan)
               WHERE <1>_newer.status = 'adopted'
                 AND <start <1>_newer> > '0001-01-01'
                 AND (<start <1>_newer> <= $view.from
                      OR <start <1>_newer> <= <1>.valid_from
                      OR <start <1>_newer> <= <start <1>_plan>) | 1]) = 0))
