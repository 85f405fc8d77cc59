-- The API gives the same user at several places: page 2 of seed run1 is page 1 of seed run12. Its
-- generator has 2^32 states, so two pages of one seed may be alike, too. raw_users keeps the place
-- where a user was seen first, and this table every other place.
CREATE TABLE raw_user_places (
    seed  text NOT NULL,
    page  integer NOT NULL,
    index integer NOT NULL,
    uuid  uuid NOT NULL,
    PRIMARY KEY (seed, page, index, uuid)
);

COMMENT ON TABLE raw_user_places IS 'Further places of users in raw_users, at which the API gave the same uuid';
COMMENT ON COLUMN raw_users.published_at IS 'When Kafka had acknowledged the user, or its dead letter, last; null before, and after its content has changed';
