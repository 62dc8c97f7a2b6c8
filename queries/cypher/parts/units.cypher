// The units of the goal <1>: its own, else its plan's.
CASE WHEN size([(<1>)-[:OWNED_BY]->(<1>_unit:Unit) | 1]) > 0
     THEN [(<1>)-[:OWNED_BY]->(<1>_unit:Unit) | <1>_unit.id]
     ELSE [(<1>)-[:IN_PLAN]->(:Plan)-[:OF_UNIT]->(<1>_unit:Unit) | <1>_unit.id] END
