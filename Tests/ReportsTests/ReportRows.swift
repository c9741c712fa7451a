import TestSupport

/// Invented rows in addition to ``ExampleRows``: fifteen numbers with typical
/// difficulties for an analyst's question.
///
/// Numbers that came, went and came back; end dates set, withdrawn and passed; references that are
/// missing in every way or spelled in several; users without names, and names in several
/// spellings; twins that do not match.
enum ReportRows {
    static let sql = ExampleRows.sql + shared + numbers + parties + products + audits + months

    /// October, closed with two subscriptions: one new, and one that moved and whose
    /// person was forgotten since.
    private static let months = """
        INSERT INTO month_closing VALUES
            (1, '2026-10', '2026-11-02T08:00:00Z', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 'Europe/Oslo',
                'user_reference1', NULL, 0, 2, 0, '[]', NULL, printf('%064d', 0), NULL, NULL);
        INSERT INTO _month_group VALUES (1, 'total:'), (2, 'cost centre:100'), (3, 'forgotten:3');
        INSERT INTO _month_count VALUES
            (1, 'total', 1, NULL, x'01', x'01', 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2),
            (1, 'cost-centre', 2, NULL, x'01', x'01', 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1),
            (1, 'cost-centre', 3, NULL, NULL, x'01', 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1);
        INSERT INTO _month_event VALUES
            (1, 1, 'total', 'new', (SELECT id FROM _number WHERE msisdn = '4790000002'), NULL, 1, x'01', x'01'),
            (1, 2, 'cost-centre', 'new', (SELECT id FROM _number WHERE msisdn = '4790000002'), NULL, 2, x'01', x'01'),
            (1, 3, 'cost-centre', 'moved-out', NULL, 2, 3, NULL, x'01'),
            (1, 4, 'cost-centre', 'moved-in', NULL, 2, 3, NULL, x'01');
        """

    /// An invoice of three lines per cost centre whose amounts require rounding; one line has no number.
    private static let audits = """
        INSERT INTO _audit VALUES
            (1, 'invoice', 'faktura.csv', '00', '2026-11-05T08:00:00Z', '2026-10-31T23:00:00Z', '2026-10-31', '2026-10-01',
                'Mobilnr', 'many', 9, 6, 1, 1, 1, 0, '100.004', '100.00');
        INSERT INTO _audit_total VALUES
            (1, 'matched', 4, 3, '75.003'), (1, 'only there', 1, 1, '20'), (1, 'unreadable', 1, 0, '5.001');
        INSERT INTO _audit_entry VALUES
            (1, 1, 3, '4790000001', 'matched', NULL, '33.335', '100', '70001', NULL, NULL, NULL),
            (1, 2, 4, '4790000001', 'matched', NULL, '0.334', '100', '70001', NULL, NULL, NULL),
            (1, 3, 5, '4790000002', 'matched', NULL, '33.334', '200', '70001', NULL, NULL, NULL),
            (1, 4, 6, NULL, 'matched', NULL, '8', NULL, NULL, NULL, NULL, NULL),
            (1, 5, 7, '4790000999', 'only there', 'not in the mirror', '20', NULL, NULL, NULL, NULL, NULL),
            (1, 6, 8, NULL, 'unreadable', 'no number', '5.001', NULL, NULL, NULL, NULL, NULL);
        """

    private static let shared = """
        INSERT INTO subscription_type VALUES (30, 'Bedrift Mini', 'POSTPAID', 'VOICE');
        INSERT INTO organization VALUES ('910000003', NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO account VALUES
            ('70002', 'K-2', NULL, NULL, 'CANCELLED', 'NORMAL', '910000002', 'Ærlig & Sønn'),
            ('70003', 'K-3', NULL, NULL, 'OPEN', NULL, NULL, NULL);
        """

    private static let numbers = """
        INSERT INTO _subscription
        SELECT column1, column2, column3, '2026-11-22T08:00:00Z', x'01' FROM (VALUES
            ('4790000101', '2026-11-01T08:00:00Z', '2026-11-12T08:00:00Z'),
            ('4790000102', '2026-11-01T08:00:00Z', '2026-11-18T08:00:00Z'),
            ('4790000103', '2026-11-01T08:00:00Z', '2026-11-15T08:00:00Z'),
            ('4790000104', '2026-11-01T08:00:00Z', '2026-11-16T08:00:00Z'),
            ('4790000105', '2026-11-01T08:00:00Z', '2026-11-17T08:00:00Z'),
            ('4790000106', '2026-11-14T08:00:00Z', '2026-11-14T08:00:00Z'),
            ('4790000107', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000108', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000109', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000110', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000111', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000112', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000113', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000114', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'),
            ('4790000115', '2026-11-01T08:00:00Z', '2026-11-01T08:00:00Z'));
        INSERT INTO _subscription_version (
            msisdn, observed_from, observed_to, status, subscription_type_id, user_reference1, user_reference2,
            valid_from_date, valid_to_date, account_id, gone_at, gone_reason, changed_at, verified_at)
        SELECT *, iif(column3 IS NULL, NULL, column2), iif(column3 IS NULL, NULL, column2) FROM (VALUES
            ('4790000101', '2026-11-01T08:00:00Z', '2026-11-10T08:00:00Z', 'ACTIVE', 10, 'KS 100', NULL,
                '2019-01-01', NULL, '70001', NULL, NULL),
            ('4790000101', '2026-11-10T08:00:00Z', '2026-11-12T08:00:00Z', 'ACTIVE', 10, 'KS 100', NULL,
                '2019-01-01', NULL, '70001', '2026-11-10T08:00:00Z', '404001'),
            ('4790000101', '2026-11-12T08:00:00Z', NULL, 'ACTIVE', 10, 'KS 100 ', '',
                '2026-11-11', NULL, '70001', NULL, NULL),
            ('4790000102', '2026-11-01T08:00:00Z', '2026-11-05T08:00:00Z', 'BARRED', 10, 'N/A', 'Salg',
                '2019-01-01', NULL, NULL, NULL, NULL),
            ('4790000102', '2026-11-05T08:00:00Z', '2026-11-18T08:00:00Z', 'ACTIVE', 10, 'N/A', 'Salg',
                '2019-01-01', NULL, NULL, NULL, NULL),
            ('4790000102', '2026-11-18T08:00:00Z', NULL, 'BARRED', 10, 'N/A', 'Salg',
                '2019-01-01', NULL, NULL, NULL, NULL),
            ('4790000103', '2026-11-01T08:00:00Z', '2026-11-15T08:00:00Z', 'ACTIVE', 30, 'KS 200/KARI', 'Salg',
                '2019-01-01', NULL, '70003', NULL, NULL),
            ('4790000103', '2026-11-15T08:00:00Z', NULL, 'ACTIVE', 30, 'KS 200/KARI', 'Salg',
                '2019-01-01', '2026-12-05', '70003', NULL, NULL),
            ('4790000104', '2026-11-01T08:00:00Z', '2026-11-05T08:00:00Z', 'ACTIVE', 30, NULL, 'Salg',
                '2019-01-01', NULL, '70003', NULL, NULL),
            ('4790000104', '2026-11-05T08:00:00Z', '2026-11-16T08:00:00Z', 'TERMINATED', 30, NULL, 'Salg',
                '2019-01-01', '2026-12-01', '70003', NULL, NULL),
            ('4790000104', '2026-11-16T08:00:00Z', NULL, 'ACTIVE', 30, NULL, 'Salg',
                '2019-01-01', NULL, '70003', NULL, NULL),
            ('4790000105', '2026-11-01T08:00:00Z', NULL, 'TERMINATED', 10, 'ks-100', NULL,
                '2019-01-01', '2026-10-31', '70001', NULL, NULL),
            ('4790000106', '2026-11-14T08:00:00Z', NULL, 'ACTIVE', 20, '   ', NULL,
                '2026-11-13', '2026-11-16', '70003', NULL, NULL),
            ('4790000107', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, 'KS 300' || char(9) || 'Lager', NULL,
                '2019-01-01', NULL, '70001', NULL, NULL),
            ('4790000108', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, 'Lager', NULL,
                '2019-01-01', NULL, '70001', NULL, NULL),
            ('4790000109', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, 'KS 300', NULL,
                '2019-01-01', NULL, '70001', NULL, NULL),
            ('4790000110', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, 'KS 300', NULL,
                '2019-01-01', '2026-11-22', '70001', NULL, NULL),
            ('4790000111', '2026-11-01T08:00:00Z', NULL, 'Barred', 10, 'KS 300', NULL,
                '2019-01-01', '2026-12-22', '70001', NULL, NULL),
            ('4790000112', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, 'KS 300', NULL,
                '2019-01-01', '2026-12-23', NULL, NULL, NULL),
            ('4790000113', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, 'KS 300', NULL,
                '2019-01-01', NULL, NULL, NULL, NULL),
            ('4790000114', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, '-', NULL,
                '2019-01-01', NULL, NULL, NULL, NULL),
            ('4790000115', '2026-11-01T08:00:00Z', NULL, 'ACTIVE', 10, '', NULL,
                '2019-01-01', NULL, NULL, NULL, NULL));
        """

    private static let parties = """
        INSERT INTO party_history
        SELECT column1, 'user', column2, column3, column4, column5, column6, column7, NULL,
            iif(column1 = '4790000106', '2026-11-14T08:00:00Z', '2026-11-01T08:00:00Z'), NULL FROM (VALUES
            ('4790000101', 'person', 'Kari', 'Marie', 'Nordmann', '1980-02-03', NULL),
            ('4790000102', 'person', 'KARI  MARIE', NULL, 'NORDMANN', '1980-02-03', NULL),
            ('4790000103', 'person', 'Kari', 'M.', 'Nordmann', '1980-02-03', '910000001'),
            ('4790000104', 'person', 'Nordmann,', NULL, 'Kari Marie', '1980-02-03', NULL),
            ('4790000105', 'person', 'Ola', NULL, 'Æsøy', '1975-05-05', NULL),
            ('4790000106', 'person', 'OLA', NULL, 'ÆSØY', '1975-05-05', NULL),
            ('4790000107', 'person', 'Per', NULL, 'Hansen', '1960-01-01', NULL),
            ('4790000108', 'person', 'Per', NULL, 'Hansen', '1960-01-01', NULL),
            ('4790000109', 'person', NULL, NULL, '', '1960-01-01', NULL),
            ('4790000110', 'person', 'N/A', NULL, 'Berg', NULL, NULL),
            ('4790000112', 'organization', NULL, NULL, NULL, NULL, '910000003'),
            ('4790000113', 'person', 'Per', NULL, 'Hansen', NULL, NULL),
            ('4790000114', 'person', 'Per', 'E', 'Hansen', '1960-01-01', NULL),
            ('4790000115', 'person', 'Kari', 'Mona', 'Nordmann', '1980-02-03', NULL));
        INSERT INTO party_history
        SELECT column1, 'owner', column2, column3, NULL, NULL, NULL, column4, column5, '2026-11-01T08:00:00Z', NULL
        FROM (VALUES
            ('4790000101', 'organization', NULL, '910000001', NULL),
            ('4790000102', 'organization', NULL, '910000002', NULL),
            ('4790000103', 'organization', NULL, NULL, 'Kråkebolle ANS'),
            ('4790000104', 'person', 'Ola', NULL, NULL), ('4790000105', 'person', 'Ola', '910000002', NULL),
            ('4790000107', 'organization', NULL, '910000003', NULL));
        """

    private static let products = """
        INSERT INTO add_on_history VALUES
            ('4790000101', 698, 1, 'Tvilling', 1, NULL, '2026-11-12T08:00:00Z', NULL),
            ('4790000103', 698, 1, 'Tvilling', 1, NULL, '2026-11-01T08:00:00Z', NULL),
            ('4790000104', 698, 1, 'Tvilling', 1, NULL, '2026-11-01T08:00:00Z', NULL),
            ('4790000104', 698, 2, 'TVILLING', 1, NULL, '2026-11-01T08:00:00Z', NULL),
            ('4790000105', 701, 1, 'Data-SIM', NULL, '2026-12-31', '2026-11-01T08:00:00Z', NULL),
            ('4790000105', 701, 2, 'Data-SIM', NULL, '2026-12-31', '2026-11-17T08:00:00Z', NULL),
            ('4790000106', 701, 1, 'Data-SIM', 0, NULL, '2026-11-14T08:00:00Z', NULL),
            ('4790000106', 701, 2, 'Data-SIM', 0, '2026-11-20', '2026-11-14T08:00:00Z', NULL),
            ('4790000106', 701, 3, 'Data-SIM', 0, '2026-11-25', '2026-11-14T08:00:00Z', NULL),
            ('4790000107', 710, 1, NULL, 0, '2026-11-21', '2026-11-01T08:00:00Z', NULL),
            ('4790000108', 710, 1, 'Ekstra data', 0, '2026-11-22', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO sim_card_history VALUES
            ('4790000101', '89470000000000000101', 1, '4790000101', 'MAIN', '2026-11-12T08:00:00Z', NULL),
            ('4790000102', '89470000000000000102', 1, '4790000102', 'MAIN', '2026-11-01T08:00:00Z', NULL),
            ('4790000102', '89470000000000000202', 1, '4758000102', 'Twin', '2026-11-01T08:00:00Z', NULL),
            ('4790000103', NULL, 1, '4758000103', 'TWIN', '2026-11-01T08:00:00Z', NULL),
            ('4790000104', '89470000000000000104', 1, NULL, 'TWIN', '2026-11-01T08:00:00Z', NULL),
            ('4790000105', '89470000000000000105', 1, '4790000105', NULL, '2026-11-01T08:00:00Z', NULL),
            ('4790000105', '89470000000000000205', 1, NULL, 'DATA', '2026-11-01T08:00:00Z', NULL);
        INSERT INTO subscription_binding VALUES
            ('4790000103', 'Utstyr 24 mnd.', 'HARDWARE', 1), ('4790000103', 'Utstyr 24 mnd.', 'HARDWARE', 2);
        INSERT INTO add_on_binding VALUES ('4790000105', 701, 2, 'Data 12 mnd.', 'ADD_ON', 1);
        INSERT INTO add_on_usage_quota VALUES
            ('4790000105', 701, 1, 'Data', 'GB', 'DATA', NULL, 1, 20, '2026-12-22'),
            ('4790000106', 701, 1, 'Data', 'GB', 'DATA', NULL, 1, NULL, '2026-11-22'),
            ('4790000106', 701, 2, 'Data', 'GB', 'DATA', NULL, 1, 0.5, '2026-12-23');
        """
}
