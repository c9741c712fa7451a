import MirrorCore

/// A mirror whose invented numbers contain only what a test of figures is about.
enum FigureRows {
    static let firstLoad = "2026-10-01T08:00:00Z"

    /// The runs: the first load on 1 October, and one at noon of 22 November, UTC.
    static let runs = """
        INSERT INTO sync_run (id, kind, started_at, finished_at, outcome) VALUES
            (1, 'backfill', '2026-10-01T07:00:00Z', '2026-10-01T08:00:00Z', 'complete'),
            (2, 'incremental', '2026-11-22T11:59:00Z', '2026-11-22T12:00:00Z', 'complete');
        INSERT INTO subscription_type VALUES (10, 'Mini', NULL, NULL), (20, 'Fri+ 20GB', NULL, NULL);
        INSERT INTO account (id) VALUES ('70001'), ('70002');
        """

    /// One version of a number.
    struct Version {
        var from: String = FigureRows.firstLoad
        var to: String?
        var status: String? = "ACTIVE"
        var type = 10
        var reference: String?
        var validFrom = "2020-01-01"
        var validTo: String?
        var account: String?
        var isGone = false
    }

    /// The SQL that inserts a number with its versions, in order.
    static func number(_ msisdn: String, _ versions: Version...) -> String {
        let last = versions.last ?? Version()
        let first = versions.first ?? last
        let hash = last.isGone ? "NULL" : "x'01'"
        return """
            INSERT INTO _subscription VALUES
                ('\(msisdn)', '\(first.from)', '\(last.from)', '\(last.from)', \(hash));
            INSERT INTO _subscription_version (
                msisdn, observed_from, observed_to, status, subscription_type_id, user_reference1, valid_from_date,
                valid_to_date, account_id, gone_at, gone_reason, changed_at, verified_at)
            VALUES \(versions.map { row(msisdn, $0) }.joined(separator: ", "));
            """
    }

    /// The SQL that adds a user to a number.
    static func user(
        _ msisdn: String, first: String?, last: String?, born: String?, from: String = firstLoad,
        to: String? = nil
    ) -> String {
        """
        INSERT INTO party_history (
            msisdn, role, kind, first_name, last_name, birth_date, observed_from, observed_to)
        VALUES ('\(msisdn)', 'user', 'person', \(quoted(first)), \(quoted(last)), \(quoted(born)), '\(from)',
            \(quoted(to)));
        """
    }

    private static func row(_ msisdn: String, _ version: Version) -> String {
        let gone = version.isGone ? "'\(version.from)', '404001'" : "NULL, NULL"
        let closed = version.to.map { "'\($0)', '\($0)'" } ?? "NULL, NULL"
        return """
            ('\(msisdn)', '\(version.from)', \(quoted(version.to)), \(quoted(version.status)), \(version.type),
                \(quoted(version.reference)), '\(version.validFrom)', \(quoted(version.validTo)),
                \(quoted(version.account)), \(gone), \(closed))
            """
    }

    private static func quoted(_ text: String?) -> String {
        text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
    }
}
