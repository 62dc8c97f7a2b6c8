// The store's own record, made once. Rows of a race: the constraint lets one through.
MERGE (m:Meta {id: 'store'})
ON CREATE SET m.revision = 0, m.schema_version = 0, m.digest = $digest, m.counts = '{}'
