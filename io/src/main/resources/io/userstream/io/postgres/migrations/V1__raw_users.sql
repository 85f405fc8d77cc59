CREATE TABLE raw_users (
    uuid         uuid PRIMARY KEY,
    seed         text NOT NULL,
    page         integer NOT NULL,
    index        integer NOT NULL,
    api_version  text NOT NULL,
    payload      jsonb NOT NULL,
    fetched_at   timestamptz NOT NULL,
    published_at timestamptz
);

-- Which pages are whole; and pages are what is published at a time.
CREATE INDEX raw_users_seed_page ON raw_users (seed, page);

COMMENT ON TABLE raw_users IS 'Users as the randomuser.me API gave them, without passwords, hashes and national ids';
COMMENT ON COLUMN raw_users.page IS 'From 1; the same seed, page and index of an API version is the same user, always';
COMMENT ON COLUMN raw_users.index IS 'Place on the page, from 0';
COMMENT ON COLUMN raw_users.published_at IS 'When Kafka had acknowledged the user, or its dead letter, last; null before';
