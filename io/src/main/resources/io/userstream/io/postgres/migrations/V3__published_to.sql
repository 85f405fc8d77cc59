-- No default, and no index: adding it to a table of millions rewrites nothing.
ALTER TABLE raw_users ADD COLUMN published_to jsonb;

COMMENT ON COLUMN raw_users.published_to IS
    'By topic: its id, the partition and offset of the last record of this user that Kafka acknowledged there, both null when a dead letter was written instead, and when, in milliseconds since the epoch; null in rows that were published before this column was added';
