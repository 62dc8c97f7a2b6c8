// The sources and which text each had when it was imported.
MATCH (s:Source)
RETURN collect([s.id, s.content]) AS sources
