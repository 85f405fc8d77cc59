-- No default, and no index: adding it to a table of millions rewrites nothing.
ALTER TABLE raw_users ADD COLUMN erased_at timestamptz;

COMMENT ON COLUMN raw_users.erased_at IS
    'When the user was erased. Such a row has a random uuid and no payload, and shows only that its page is whole';
