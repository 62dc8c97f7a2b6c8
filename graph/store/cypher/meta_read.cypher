// The store's own record: one node.
MATCH (m:Meta {id: 'store'})
RETURN m.revision AS revision, m.digest AS digest, m.counts AS counts,
       m.schema_version AS schema_version, m.writer AS writer, m.head AS head
