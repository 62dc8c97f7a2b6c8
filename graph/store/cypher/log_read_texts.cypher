// The long texts of changes.
UNWIND $ids AS id
MATCH (c:Change)
WHERE c.id = id
RETURN c.id AS id, c.arrived AS arrived, c.stood AS stood, c.reviews AS reviews
