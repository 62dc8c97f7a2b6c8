// Every edge belongs to the node it starts from; cut those of nodes about to change.
UNWIND $rows AS id
MATCH (n:<LABEL>)-[e]->()
WHERE n.id = id
DELETE e
