// What is kept beside the chain: the log of changes, and the shelf of the service. Made before
// any of it, as 001 says. Keys are found by their text; those that have none aren't in the index.

CREATE CONSTRAINT alteration_id IF NOT EXISTS FOR (n:Alteration) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT change_id IF NOT EXISTS FOR (n:Change) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT embed_id IF NOT EXISTS FOR (n:Embed) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT reply_id IF NOT EXISTS FOR (n:Reply) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT session_id IF NOT EXISTS FOR (n:Session) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT setting_id IF NOT EXISTS FOR (n:Setting) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT sign_in_id IF NOT EXISTS FOR (n:SignIn) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT token_id IF NOT EXISTS FOR (n:Token) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT upload_id IF NOT EXISTS FOR (n:Upload) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (n:User) REQUIRE n.id IS UNIQUE;

CREATE INDEX alteration_subject IF NOT EXISTS FOR (n:Alteration) ON (n.subject);
CREATE INDEX change_undoes IF NOT EXISTS FOR (n:Change) ON (n.undoes);
CREATE INDEX embed_key IF NOT EXISTS FOR (n:Embed) ON (n.key);
CREATE INDEX reply_key IF NOT EXISTS FOR (n:Reply) ON (n.key);
CREATE INDEX session_key IF NOT EXISTS FOR (n:Session) ON (n.key);
CREATE INDEX setting_key IF NOT EXISTS FOR (n:Setting) ON (n.key);
CREATE INDEX sign_in_key IF NOT EXISTS FOR (n:SignIn) ON (n.key);
CREATE INDEX token_key IF NOT EXISTS FOR (n:Token) ON (n.key);
CREATE INDEX upload_key IF NOT EXISTS FOR (n:Upload) ON (n.key);
CREATE INDEX user_key IF NOT EXISTS FOR (n:User) ON (n.key);
