// Take away what is past its time.
MATCH (n:<LABEL>)
WHERE n.until <= $now
DELETE n
RETURN count(*) AS done
