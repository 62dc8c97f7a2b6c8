// Compare and set. The first SET takes the write lock, so that the comparison after it sees
// the last committed revision; no row means that another writer came first.
MATCH (m:Meta {id: 'store'})
SET m.writer = $writer
WITH m
WHERE m.revision = $expected
SET m.revision = m.revision + 1
RETURN m.revision AS revision, m.head AS head
