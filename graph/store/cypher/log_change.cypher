// One change; a null is left out. All in the CREATE itself: see create_nodes.cypher.
CREATE (:Change {id: $id, at: $at, signed: $signed, via: $via, action: $action, reason: $reason,
                 sources: $sources, counts: $counts, touched: $touched, arrived: $arrived,
                 stood: $stood, reviews: $reviews, undoes: $undoes, digest: $digest,
                 previous: $previous, hash: $hash})
