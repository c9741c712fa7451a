/// Invented rows of people, each value in them unlike anything else, so that it is found wherever it leaves.
package enum PersonalRows {
    package static let numbers = [
        "4791111111", "4792222222", "4793333333", "4794444444", "4795555555", "89470011112222333344",
        "89470055556666777788",
    ]
    package static let names = ["Zqfirst", "Zqmiddle", "Zqlast", "Zqnewlast", "Zqgone", "Zqowner"]
    package static let births = ["1961-02-03", "1962-03-04"]
    package static let references = [
        "Zqref-one", "Zqref-two", "Zqref-three", "Zqref-new", "Zqacc-one", "Zqacc-two", "Zqacc-three",
    ]
    /// Of no person: an organization, a product, an account.
    package static let open = ["Zqorganization", "Zqproduct", "70099", "barred"]
    /// The first day of a subscription, which is told at all levels but the last.
    package static let days = ["2020-07-08"]

    package static let sql = """
        INSERT INTO subscription_type VALUES (10, 'Zqproduct', 'POSTPAID', 'VOICE');
        INSERT INTO organization VALUES ('910000009', 'Zqorganization', NULL, NULL, NULL, NULL, NULL);
        INSERT INTO account VALUES
            ('70099', 'Zqacc-one', 'Zqacc-two', 'Zqacc-three', 'OPEN', 'NORMAL', '910000009', 'Zqowner');
        INSERT INTO _subscription VALUES
            ('4791111111', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', '2026-11-22T08:00:00Z', x'01'),
            ('4792222222', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z', NULL);
        INSERT INTO _subscription_version VALUES
            ('4791111111', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 'active', 10, 'Zqref-one', 'Zqref-two',
                'Zqref-three', '2020-07-08', NULL, '70099', NULL, NULL, '2026-11-01T08:00:00Z',
                '2026-11-19T08:00:00Z'),
            ('4791111111', '2026-11-20T08:00:00Z', NULL, 'barred', 10, 'Zqref-new', '', NULL,
                '2020-07-08', NULL, '70099', NULL, NULL, NULL, NULL),
            ('4792222222', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 'active', 10, NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, '2026-11-01T08:00:00Z', '2026-11-19T08:00:00Z'),
            ('4792222222', '2026-11-20T08:00:00Z', NULL, 'active', 10, NULL, NULL,
                NULL, NULL, NULL, NULL, '2026-11-20T08:00:00Z', '404001', NULL, NULL);
        INSERT INTO party_history VALUES
            ('4791111111', 'user', 'person', 'Zqfirst', 'Zqmiddle', 'Zqlast', '1961-02-03', '910000009', NULL,
                '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z'),
            ('4791111111', 'user', 'person', 'Zqfirst', 'Zqmiddle', 'Zqnewlast', '1962-03-04', '910000009', NULL,
                '2026-11-20T08:00:00Z', NULL),
            ('4792222222', 'payer', 'person', 'Zqgone', NULL, NULL, NULL, NULL, NULL,
                '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z');
        INSERT INTO sim_card_history VALUES
            ('4791111111', '89470011112222333344', 1, '4793333333', 'MAIN', '2026-11-01T08:00:00Z',
                '2026-11-20T08:00:00Z'),
            ('4791111111', '89470011112222333344', 1, '4794444444', 'MAIN', '2026-11-20T08:00:00Z', NULL),
            ('4791111111', '89470055556666777788', 1, NULL, 'TWIN', '2026-11-20T08:00:00Z', NULL),
            ('4791111111', '89470055556666777788', 2, NULL, 'TWIN', '2026-11-20T08:00:00Z', NULL);
        INSERT INTO setting_history VALUES
            ('4791111111', 5, 1, 'Mailbox', 1, 0, NULL, '2026-11-20T08:00:00Z', NULL);
        INSERT INTO subscription_binding VALUES ('4791111111', 'Binding', '12M', 1);
        INSERT INTO subscription_usage_quota VALUES ('4791111111', 'Data', 'GB', 'DATA', NULL, 1, 1.5, NULL);
        INSERT INTO orderable_add_on VALUES ('4791111111', 300, 'Data', 1, NULL);
        INSERT INTO sync_run (id, kind, started_at, finished_at, outcome, requests, throttled, fetched, changed, gone,
            quarantined, error, refreshed, missed)
        VALUES
            (1, 'backfill', '2026-11-01T08:00:00Z', '2026-11-01T08:10:00Z', 'complete', 20, 2, 4, 4, 0, 0, NULL,
                0, 0);
        INSERT INTO quarantine VALUES
            ('4795555555', 'fetch', '400018', 2, '2026-11-20T08:00:00Z', '2026-11-23T08:00:00Z');
        """
}
