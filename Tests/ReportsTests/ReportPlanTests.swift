import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

@Suite("The report of changes")
struct ReportPlanTests {
    /// 20,000 numbers with two versions each and their rows; one in a thousand changed lately.
    static let manyRows = """
        INSERT INTO _subscription
        WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 20000)
        SELECT '479' || printf('%07d', n), '2026-01-01T00:00:00Z',
            iif(n % 1000 = 0, '2026-11-21T00:00:00Z', '2026-06-01T00:00:00Z'), '2026-11-21T00:00:00Z', x'00'
        FROM number;
        INSERT INTO _subscription_version (msisdn, observed_from, observed_to, status, user_reference1,
            changed_at, verified_at)
        SELECT msisdn, first_seen_at, changed_at, 'active', 'KS 1', first_seen_at, first_seen_at
        FROM _subscription;
        INSERT INTO _subscription_version (msisdn, observed_from, status, user_reference1)
        SELECT msisdn, changed_at, 'barred', 'KS 1' FROM _subscription;
        INSERT INTO party_history (msisdn, role, kind, first_name, observed_from)
        SELECT msisdn, 'user', 'person', 'Åse', first_seen_at FROM _subscription;
        INSERT INTO sim_card_history (msisdn, icc_id, occurrence, observed_from)
        SELECT msisdn, '89' || msisdn, 1, first_seen_at FROM _subscription;
        INSERT INTO setting_history (msisdn, setting_id, occurrence, observed_from)
        SELECT msisdn, column1, 1, first_seen_at FROM _subscription, (VALUES (1), (2), (3), (4), (5));
        INSERT INTO add_on_history (msisdn, product_id, occurrence, name, observed_from, observed_to)
        SELECT msisdn, 7, 1, 'Data', first_seen_at, changed_at FROM _subscription;
        """

    @Test("reads only the numbers that changed, among 20,000")
    func isFast() throws {
        try ExampleMirror.with(Self.manyRows) { mirror in
            let reader = try mirror.reader()
            let query = try ReportCatalogue.named("changes").query(from: ReportTests.viewpoint)
            // 20 numbers, each with a new status and a removed add-on.
            #expect(try reader.rows(of: query).count == 40)

            let plan = try reader.rows(
                of: Query("EXPLAIN QUERY PLAN " + query.sql, parameters: query.parameters))
            let steps = plan.compactMap { row in
                if case .text(let step) = row[3] { step } else { nil }
            }
            let scans = steps.filter { step in
                // The view of one row that says how far back the history reaches.
                step.hasPrefix("SCAN") && !step.contains("_history_floor")
                    && ["_history", "_version", "version", "before", "after"].contains {
                        step.contains($0)
                    }
            }
            #expect(scans == [])
            #expect(steps.contains { $0.contains("_number_by_changed_at (changed_at>?)") })
        }
    }
}
