// What the content is now, in the same transaction as the content.
MATCH (m:Meta {id: 'store'})
SET m.digest = $digest, m.counts = $counts, m.head = $head
