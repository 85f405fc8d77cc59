-- A mark is a second version of its row. With room for it on the same page, PostgreSQL changes no
-- index, and logs what differs, not the whole row.
ALTER TABLE raw_users SET (fillfactor = 45);
