-- No default, and no index: adding it to a table of millions rewrites nothing.
ALTER TABLE raw_users ADD COLUMN filters jsonb;

COMMENT ON COLUMN raw_users.filters IS
    'Filters of the request that the API was asked by, as in {"nat": ["DE", "FR"], "gender": "female"}; null for none. The seed contains them too';
