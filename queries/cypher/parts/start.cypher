// The day the plan <1> starts; 0001-01-01 or null where it has no start.
coalesce(<1>.in_force_from, <1>.period_from)
