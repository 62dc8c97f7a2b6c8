// True if the plan <1> is in force; an adopted plan that replaces it ends it the day before.
(<1>.status IN $view.statuses AND <holds <start <1>>; <1>.period_to>
 AND ($view.from IS NULL
      OR size([(<1>)<-[:REPLACES]-(<1>_newer:Plan)
               WHERE <1>_newer.status = 'adopted'
                 AND <start <1>_newer> > '0001-01-01'
                 AND (<start <1>_newer> <= $view.from
                      OR <start <1>_newer> <= <start <1>>) | 1]) = 0))
