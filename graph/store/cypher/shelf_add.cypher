// A new thing to keep; a null is left out.
CREATE (:<LABEL> {id: $id, version: 1, key: $key, until: $until, body: $body})
