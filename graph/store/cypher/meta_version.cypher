// Remember how far the schema has come; never backwards.
MATCH (m:Meta {id: 'store'})
WHERE m.schema_version < $version
SET m.schema_version = $version
