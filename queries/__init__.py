"""What can be asked: views of a year or a day, link and goal states with their witnesses, the
matrix, the trace score, impact and the named Cypher catalogue. Every question takes what `graph`
holds and returns values; none of them draws, prints or writes.
"""
