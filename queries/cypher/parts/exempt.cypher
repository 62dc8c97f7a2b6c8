// True if the goal <1> is exempt by a decision in force, its own or one in the list.
((<1>.exempt_reason IS NOT NULL AND <holds <1>.exempt_decided_on; <1>.exempt_until>)
 OR size([(<1>)<-[:EXEMPTS]-(<1>_exemption:Exemption)
          WHERE <holds <1>_exemption.decided_on; <1>_exemption.until> | 1]) > 0)
