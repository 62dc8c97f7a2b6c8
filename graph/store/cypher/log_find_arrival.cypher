// The changes among whose many new items a text may be.
MATCH (c:Change)
WHERE c.arrived CONTAINS $words
RETURN c.id AS id, c.arrived AS arrived
