/// Invented rows: five numbers, one of them gone, one changed, texts that need quoting.
package enum ExampleRows {
    package static let sql = """
        UPDATE _mirror SET id = '0123456789abcdef0123456789abcdef';
        INSERT INTO subscription_type VALUES
            (10, 'Bedrift Fri', 'POSTPAID', 'VOICE'), (20, 'Måler "M2M", liten', NULL, NULL);
        INSERT INTO organization VALUES
            ('910000001', 'Blåbær AS', 'Fjellveien', '4', NULL, '0581', 'Oslo'),
            ('910000002', 'Ærlig & Sønn', NULL, NULL, NULL, NULL, NULL);
        INSERT INTO account VALUES ('70001', 'K-1', '', NULL, 'OPEN', 'NORMAL', '910000001', 'Blåbær AS');
        INSERT INTO product_text VALUES ('subscription_type', 10, 'no', 'short', 'Fri bruk');

        INSERT INTO _subscription VALUES
            ('4790000001', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', '2026-11-22T08:00:00Z', x'01'),
            ('4790000002', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z', '2026-11-02T08:00:00Z', x'02'),
            ('4790000003', '2026-11-01T08:00:00Z', '2026-11-21T08:00:00Z', '2026-11-21T08:00:00Z', NULL),
            ('4790000004', '2026-11-19T08:00:00Z', '2026-11-19T08:00:00Z', '2026-11-22T08:00:00Z', x'04'),
            ('479000000005', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z', '2026-11-22T08:00:00Z', x'05');
        INSERT INTO _subscription_version VALUES
            ('4790000001', '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 'active', 10, 'KS 100', NULL, NULL,
                '2020-01-01', NULL, '70001', NULL, NULL, '2026-11-01T08:00:00Z', '2026-11-19T08:00:00Z'),
            ('4790000001', '2026-11-20T08:00:00Z', NULL, 'barred', 10, 'KS 200', NULL, NULL,
                '2020-01-01', NULL, '70001', NULL, NULL, NULL, NULL),
            ('4790000002', '2026-11-01T08:00:00Z', NULL, 'active', 10, 'KS 200', 'N/A', NULL,
                '2021-05-05', '2026-12-31', '70001', NULL, NULL, NULL, NULL),
            ('4790000003', '2026-11-01T08:00:00Z', '2026-11-21T08:00:00Z', 'active', 20, 'KS 100', NULL, NULL,
                '2021-05-05', NULL, NULL, NULL, NULL, '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z'),
            ('4790000003', '2026-11-21T08:00:00Z', NULL, 'active', 20, 'KS 100', NULL, NULL,
                '2021-05-05', NULL, NULL, '2026-11-21T08:00:00Z', '404001', NULL, NULL),
            ('4790000004', '2026-11-19T08:00:00Z', NULL, 'active', 20, '', NULL, NULL,
                '2026-11-18', NULL, NULL, NULL, NULL, NULL, NULL),
            ('479000000005', '2026-11-01T08:00:00Z', NULL, NULL, NULL, NULL, NULL, NULL,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO party_history VALUES
            ('4790000001', 'user', 'person', 'Åse', NULL, 'Øvrebø', '1970-01-01', NULL, NULL,
                '2026-11-01T08:00:00Z', NULL),
            ('4790000001', 'owner', 'organization', NULL, NULL, NULL, NULL, '910000001', NULL,
                '2026-11-01T08:00:00Z', NULL),
            ('4790000003', 'user', 'organization', NULL, NULL, NULL, NULL, '910000002', NULL,
                '2026-11-01T08:00:00Z', '2026-11-21T08:00:00Z');
        INSERT INTO sim_card_history VALUES
            ('4790000001', '89470000000000000001', 1, '4790000001', 'MAIN', '2026-11-01T08:00:00Z', NULL),
            ('4790000001', NULL, 1, '4790000091', 'TWIN', '2026-11-20T08:00:00Z', NULL),
            ('4790000001', NULL, 1, '4790000090', 'TWIN', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO setting_history VALUES
            ('4790000001', 5, 1, 'Telefon-' || char(10) || 'svarer', 1, 0, NULL, '2026-11-01T08:00:00Z', NULL);
        INSERT INTO add_on_history VALUES
            ('4790000001', 300, 1, 'Data, ekstra', 1, NULL, '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z'),
            ('4790000002', 300, 1, 'Data, ekstra', 1, '2026-12-31', '2026-11-01T08:00:00Z', NULL),
            ('4790000002', 300, 2, 'Data, ekstra', NULL, NULL, '2026-11-01T08:00:00Z', NULL);
        INSERT INTO subscription_binding VALUES ('4790000002', NULL, '12M', 1), ('4790000002', 'B', NULL, 1);
        INSERT INTO subscription_usage_quota VALUES
            ('4790000001', 'Data', 'GB', 'DATA', NULL, 1, 1.5, NULL),
            ('4790000001', 'Data', 'GB', 'DATA', NULL, 2, 100, '2026-12-31');
        INSERT INTO add_on_order_type VALUES ('4790000002', 300, 1, 'WEB');

        INSERT INTO sync_run (id, kind, started_at, finished_at, outcome, requests, throttled, fetched, changed, gone,
            quarantined, error, refreshed, missed)
        VALUES
            (1, 'backfill', '2026-11-01T08:00:00Z', '2026-11-01T08:10:00Z', 'complete', 20, 2, 4, 4, 0, 0, NULL,
                0, 0),
            (2, 'incremental', '2026-11-20T08:00:00Z', '2026-11-20T08:00:05Z', 'partial', 3, 0, 1, 1, 0, 1,
                'quota spent', 0, 0),
            (3, 'reconcile', '2026-11-22T08:00:00Z', '2026-11-22T08:00:30Z', 'complete', 9, 0, 3, 1, 1, 0, NULL, 2, 1),
            (4, 'incremental', '2026-11-22T09:00:00Z', NULL, NULL, 0, 0, 0, 0, 0, 0, NULL, 0, 0);
        INSERT INTO _millom_subscriber VALUES
            ('4790000001', 'MSISDN', 'demo', 1, 1, 20, '2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z'),
            ('a+b/c==,47001', 'CPID', 'demo', 1, NULL, NULL, '2026-11-20T08:00:00Z', NULL);
        INSERT INTO millom_account_history VALUES
            ('4790000001', 'PREPAID', 'A-17', 'ACTIVE', 'R1', '1970-01-01', '2099-12-31T23:59:59Z', '100', NULL,
                '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_money_balance_history VALUES
            ('4790000001', 'account_info', 'main', 1, '1.01', 'NOK', NULL, '2026-11-01T08:00:00Z',
                '2026-11-20T08:00:00Z'),
            ('4790000001', 'account_info', 'main', 1, '-12345678901234.567800', 'NOK', NULL,
                '2026-11-20T08:00:00Z', NULL),
            ('4790000001', 'account_info', NULL, 1, NULL, NULL, NULL, '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_plan_history VALUES
            ('4790000001', 'P1', 1, '2026-12-01T00:00:00Z', 'music, video', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_plan_gauge_history VALUES
            ('4790000001', 'P1', 1, 'bytes', 1, NULL, 7, 1, '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_state_history VALUES ('4790000001', 'GOOD_TO_GO', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_offer_history VALUES
            ('4790000001', 'P2', 1, 'Data', '50.00', 'NOK', 'WALLET', 'cookie', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_offer_quota_history VALUES
            ('4790000001', 'P2', 1, 'bytes', 1, 1073741824, 0, '2026-11-01T08:00:00Z', NULL);
        INSERT INTO millom_text_history VALUES
            ('4790000001', 'offer', 'P2', 1, 'name', 'nb', 1, 'Én uke', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO _millom_purchase VALUES
            ('t-1', '4790000001', 'demo', 'P2', 'WALLET', '50.00', 'NOK', 'kari', '2026-11-20T09:00:00Z');
        INSERT INTO _millom_purchase_event VALUES
            ('t-1', 1, '2026-11-20T09:00:00Z', 'intended', 'intended', NULL, NULL, NULL, 'kari'),
            ('t-1', 2, '2026-11-20T09:00:01Z', 'completed', 'completed', 'takk', NULL, 'c-1', 'kari');
        INSERT INTO _millom_notification VALUES
            (1, 'n-1', '2026-11-20T10:00:00Z', '4790000001', 'MSISDN', 'demo', 'low-data', 'P1', 7, NULL, NULL,
                '105.20', '-10.00', 'MMK');

        INSERT INTO coverage VALUES
            ('2026-11-01T08:00:00Z', '2026-11-20T08:00:00Z', 1, 1, 1, 5),
            ('2026-11-20T07:50:00Z', '2026-11-22T08:00:00Z', 3, 2, 2, 7);
        INSERT INTO anomaly VALUES
            ('$.settings[].active', 'unreadable_value', 3, '2026-11-01T08:00:00Z', '2026-11-22T08:00:00Z', '"x/x"'),
            ('$.newKey', 'unknown_key', 2, '2026-11-01T08:00:00Z', '2026-11-22T08:00:00Z', NULL),
            ('$.other', 'unknown_key', 5, '2026-11-01T08:00:00Z', '2026-11-22T08:00:00Z', NULL);
        INSERT INTO _unreadable_history VALUES
            ('4790000001', '$.settings[].active', 3, '2026-11-01T08:00:00Z', NULL);
        INSERT INTO quarantine VALUES
            ('4790000007', 'fetch', '400018', 2, '2026-11-20T08:00:00Z', '2026-11-23T08:00:00Z');
        INSERT INTO _queue VALUES
            ('4790000001', 1, '2026-11-22T08:00:00Z'), ('4790000008', 2, '2026-11-22T08:00:00Z'),
            ('4790000009', 2, '2026-11-22T08:00:00Z'), ('4790000002', 3, '2026-11-22T08:00:00Z');
        INSERT INTO _state VALUES
            ('telenor.pace', '{"savedAt": 1795345200, "spacingSeconds": 0.0208, "learnedSpacingSeconds": 0.0208,
                "refusedSpacingSeconds": 0.02, "carriedSpacingSeconds": 0.0208, "acceptedAtSpacing": 19000,
                "quota": 1000, "windowSeconds": 18000, "windowCount": 412,
                "bursts": [{"first": 1795334400, "last": 1795334410, "count": 412}],
                "learnedQuota": {"count": 1000, "shortestSeconds": 17900, "longestSeconds": 18100,
                    "measuredSeconds": 18000, "openedAt": 1795330000, "accepted": 3412, "acceptedSinceTrial": 0,
                    "patience": 400}}'), ('zone', 'x'),
            ('telenor.lookback_seconds', '600.0');
        INSERT INTO _parked VALUES ('4790000002', '404 404001', '2026-11-22T08:00:00Z');
        """
}
