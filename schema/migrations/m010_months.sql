-- The closings of months: the head count at a month's end, as known when it was closed. A closing never
-- changes, except that it may be reopened and that a person may be forgotten.

CREATE TABLE month_closing (
    id                    INTEGER PRIMARY KEY AUTOINCREMENT,
    month                 TEXT NOT NULL CHECK (
        month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]' AND substr(month, 6) BETWEEN '01' AND '12'),
    closed_at             TEXT NOT NULL,
    from_at               TEXT NOT NULL,
    to_at                 TEXT NOT NULL CHECK (to_at > from_at AND closed_at >= to_at),
    time_zone             TEXT NOT NULL,
    cost_centre_reference TEXT NOT NULL,
    cost_centre_pattern   TEXT,
    cost_centre_fold      INTEGER NOT NULL CHECK (cost_centre_fold IN (0, 1)),
    subscription_count    INTEGER NOT NULL,
    gap_count             INTEGER NOT NULL,
    completeness          TEXT NOT NULL,   -- the relation completeness at closed_at, as JSON
    previous_id           INTEGER REFERENCES month_closing (id),
    checksum              TEXT NOT NULL CHECK (length(checksum) = 64 AND checksum NOT GLOB '*[^0-9a-f]*'),
    reopened_at           TEXT,
    reopened_because      TEXT CHECK ((reopened_because IS NULL) = (reopened_at IS NULL))
) STRICT;

-- A month has at most one standing closing.
CREATE UNIQUE INDEX month_closing_standing ON month_closing (month) WHERE reopened_at IS NULL;

-- The reopenings, in their order: each was made when the closing "after" was the last one. The checksum is chained to that
-- of the closing or the reopening before, and the next closing's to it.
CREATE TABLE _month_reopening (
    place    INTEGER PRIMARY KEY,
    closing  INTEGER NOT NULL UNIQUE REFERENCES month_closing (id),
    after    INTEGER NOT NULL REFERENCES month_closing (id),
    checksum TEXT NOT NULL CHECK (length(checksum) = 64 AND checksum NOT GLOB '*[^0-9a-f]*')
) STRICT;

-- The groups of head counts, such as account:70001, stored once each.
CREATE TABLE _month_group (
    id    INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE CHECK (instr(value, ':') > 0)
) STRICT;

-- A group that was only ever one person's loses its text with that person: it becomes forgotten:17.

-- The subscriptions of a closing. The digest is that of the salt and the row as closed: forgetting a person
-- removes number, days and salt, so that the digest still supports the checksum but reveals nothing.
CREATE TABLE _month_subscription (
    closing         INTEGER NOT NULL REFERENCES month_closing (id),
    place           INTEGER NOT NULL,
    number          INTEGER REFERENCES _number (id),
    state           TEXT NOT NULL,
    account         INTEGER NOT NULL REFERENCES _month_group (id),
    cost_centre     INTEGER NOT NULL REFERENCES _month_group (id),
    type            INTEGER NOT NULL REFERENCES _month_group (id),
    organization    INTEGER NOT NULL REFERENCES _month_group (id),
    valid_from_date TEXT CHECK (valid_from_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    valid_to_date   TEXT CHECK (valid_to_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    salt            BLOB CHECK ((salt IS NULL) = (number IS NULL)),
    digest          BLOB NOT NULL,
    PRIMARY KEY (closing, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX _month_subscription_by_number ON _month_subscription (number) WHERE number IS NOT NULL;

-- The bridge of a closing: a group's head counts at both ends, and the events that
-- lead from one to the other.
CREATE TABLE _month_count (
    closing            INTEGER NOT NULL REFERENCES month_closing (id),
    grouping           TEXT NOT NULL CHECK (grouping IN ('total', 'account', 'cost-centre', 'type', 'organization')),
    "group"            INTEGER NOT NULL REFERENCES _month_group (id),
    name               TEXT,   -- as it was when the month was closed
    salt               BLOB,   -- NULL once the group's words were forgotten
    digest             BLOB NOT NULL,
    opening_count      INTEGER NOT NULL,
    restated_in_count  INTEGER NOT NULL,
    restated_out_count INTEGER NOT NULL,
    loaded_count       INTEGER NOT NULL,
    new_count          INTEGER NOT NULL,
    returned_count     INTEGER NOT NULL,
    moved_in_count     INTEGER NOT NULL,
    moved_out_count    INTEGER NOT NULL,
    terminated_count   INTEGER NOT NULL,
    gone_count         INTEGER NOT NULL,
    reread_in_count    INTEGER NOT NULL,
    reread_out_count   INTEGER NOT NULL,
    closing_count      INTEGER NOT NULL CHECK (
        closing_count = opening_count + restated_in_count - restated_out_count + loaded_count + new_count
            + returned_count + moved_in_count - moved_out_count - terminated_count - gone_count + reread_in_count
            - reread_out_count),
    PRIMARY KEY (closing, grouping, "group")
) STRICT, WITHOUT ROWID;

-- The numbers behind the figures of a bridge, each sealed like the subscriptions.
CREATE TABLE _month_event (
    closing    INTEGER NOT NULL REFERENCES month_closing (id),
    place      INTEGER NOT NULL,
    grouping   TEXT NOT NULL CHECK (grouping IN ('total', 'account', 'cost-centre', 'type', 'organization')),
    figure     TEXT NOT NULL CHECK (figure IN (
        'restated-in', 'restated-out', 'loaded', 'new', 'returned', 'moved-in', 'moved-out', 'terminated', 'gone',
        'reread-in', 'reread-out')),
    number     INTEGER REFERENCES _number (id),
    from_group INTEGER REFERENCES _month_group (id),
    to_group   INTEGER REFERENCES _month_group (id) CHECK (to_group IS NOT NULL OR from_group IS NOT NULL),
    salt       BLOB CHECK (salt IS NOT NULL OR number IS NULL),   -- NULL once the person or the group's words were forgotten
    digest     BLOB NOT NULL,
    PRIMARY KEY (closing, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX _month_event_by_number ON _month_event (number) WHERE number IS NOT NULL;
