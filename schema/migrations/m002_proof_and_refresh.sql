-- What a run needs to know of an API that cannot be trusted: see MirrorStore+Polls, +Gone and +Refresh.

-- refreshed: details fetched only because they were verified longest ago. missed: changes that such a refresh found
-- and that the next poll's search did not show.
ALTER TABLE sync_run ADD COLUMN refreshed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sync_run ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;

-- A further reason, 5: the search could not say whether it changed. Within a reason, who waits longest comes first.
ALTER TABLE _queue RENAME TO _queue_before;
DROP INDEX _queue_by_reason;

CREATE TABLE _queue (
    msisdn    TEXT PRIMARY KEY NOT NULL CHECK (msisdn <> '' AND msisdn NOT GLOB '*[^0-9]*'),
    reason    INTEGER NOT NULL CHECK (reason BETWEEN 1 AND 5),
    queued_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO _queue (msisdn, reason, queued_at) SELECT msisdn, reason, queued_at FROM _queue_before;
DROP TABLE _queue_before;
CREATE INDEX _queue_by_reason ON _queue (reason, queued_at, msisdn);

-- Numbers with both proofs that they are gone, which wait for the judgement on all of them together.
CREATE TABLE _parked (
    msisdn    TEXT PRIMARY KEY NOT NULL REFERENCES _subscription (msisdn),
    reason    TEXT NOT NULL,
    parked_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that a refresh found changed: the next poll shows whether the search had it, too.
CREATE TABLE _refresh_finding (
    msisdn TEXT PRIMARY KEY NOT NULL REFERENCES _subscription (msisdn)
) STRICT, WITHOUT ROWID;

-- Whoever is to be refreshed next: the oldest verification first.
CREATE INDEX _subscription_by_verified_at ON _subscription (verified_at) WHERE content_hash IS NOT NULL;

-- Tombstones: who lives is all but these, and so is counted without a look at each.
CREATE INDEX _subscription_gone ON _subscription (msisdn) WHERE content_hash IS NULL;
