-- A mark is a second version of its row. With room for it on the same page, PostgreSQL changes no
-- index and writes only the difference to the WAL. Rewrites nothing: pages that are full stay as
-- they are.
ALTER TABLE raw_users SET (fillfactor = 45);
