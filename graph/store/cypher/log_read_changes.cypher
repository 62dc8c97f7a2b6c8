// Changes by their numbers, without the long texts.
UNWIND $ids AS id
MATCH (c:Change)
WHERE c.id = id
RETURN c.id AS id, c.at AS at, c.signed AS signed, c.via AS via, c.action AS action,
       c.reason AS reason, c.sources AS sources, c.counts AS counts, c.touched AS touched,
       c.undoes AS undoes, c.digest AS digest, c.previous AS previous, c.hash AS hash
