import MirrorCore
import MirrorReading
import TestSupport
import Testing

/// Each report agrees with the others and with the mirror, now and on an earlier day.
@Suite("The sums of the reports")
struct ReportSumTests {
    private static let bySubscription: [ReportQuestion] =
        [
            ReportQuestion(report: "subscriptions-by-account"),
            ReportQuestion(report: "subscriptions-by-cost-centre"),
            ReportQuestion(report: "subscriptions-by-cost-centre", costCentrePattern: nil),
            ReportQuestion(report: "subscriptions-by-status"),
            ReportQuestion(report: "subscriptions-by-type"),
        ]
        + ["owner", "payer", "user"].map {
            ReportQuestion(report: "subscriptions-by-organization", arguments: ["role": $0])
        }
        + ["1", "2", "3"].map {
            ReportQuestion(report: "subscriptions-by-reference", arguments: ["reference": $0])
        }
        + CostCentreReference.allCases.map {
            ReportQuestion(report: "subscriptions-by-cost-centre", arguments: ["reference": $0.rawValue])
        }

    @Test(
        "every report by something counts each living subscription once",
        arguments: bySubscription + bySubscription.map(\.earlier))
    func addsUp(question: ReportQuestion) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let rows = try question.rows(in: mirror)
            #expect(
                try sum("subscription_count", of: rows)
                    == count("subscription WHERE gone_at IS NULL", question, in: mirror))
            let shares = rows.reduce(0) { sum, row in
                if case .real(let share) = row["share_percent"] { sum + share } else { sum }
            }
            #expect(abs(shares - 100) < 0.0001)
        }
    }

    @Test("no two rows of a report by something are of the same thing", arguments: bySubscription)
    func isGrouped(question: ReportQuestion) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let keys = try question.rows(in: mirror).map { row in
                [
                    "account_id", "cost_centre", "found", "status", "subscription_type_id", "org_number",
                    "party", "reference",
                ]
                .map { row[$0] }
            }
            #expect(Set(keys).count == keys.count)
        }
    }

    @Test(
        "the add-ons and the cards add up to those that there are",
        arguments: [nil, ReportQuestion.earlierDay])
    func products(asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            for (report, column, relation) in [
                ("add-ons", "add_on_count", "add_on"), ("sim-cards", "sim_card_count", "sim_card"),
                ("sim-cards-by-type", "sim_card_count", "sim_card"),
            ] {
                let question = ReportQuestion(report: report, asOf: asOf)
                #expect(
                    try sum(column, of: question.rows(in: mirror)) == count(relation, question, in: mirror))
            }
            let cards = ReportQuestion(report: "sim-cards", asOf: asOf)
            #expect(
                try cards.rows(in: mirror).count
                    == count("subscription WHERE gone_at IS NULL", cards, in: mirror))
            let spread = try ReportQuestion(report: "add-ons", asOf: asOf).rows(in: mirror)
            let twice = try ReportQuestion(report: "add-ons-standing-twice", asOf: asOf).rows(in: mirror)
            #expect(sum("standing_twice_count", of: spread) == Int64(twice.count))
        }
    }

    @Test(
        "a reference is missing as often as it is counted as missing",
        arguments: [("1", nil), ("2", nil), ("3", nil), ("1", ReportQuestion.earlierDay)]
            as [(String, String?)])
    func missingReferences(reference: String, asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let missing = try ReportQuestion(
                report: "missing-references", arguments: ["reference": reference], asOf: asOf
            ).rows(in: mirror)
            let counted = try ReportQuestion(
                report: "subscriptions-by-reference", arguments: ["reference": reference], asOf: asOf
            ).rows(in: mirror)
            for kind in ["none", "empty", "blank", "placeholder"] {
                let listed = missing.filter { $0["missing"] == .text(kind) }
                #expect(
                    Int64(listed.count)
                        == sum("subscription_count", of: counted.filter { $0["reference_is"] == .text(kind) })
                )
            }
        }
    }

    @Test("what did not match the cost centre's pattern is listed as malformed")
    func malformedReferences() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let malformed = try ReportQuestion(report: "malformed-references").rows(in: mirror)
            let counted = try ReportQuestion(report: "subscriptions-by-cost-centre").rows(in: mirror)
            let unmatched = malformed.filter { row in
                if case .text(let text) = row["malformed"] { text.contains("no match") } else { false }
            }
            #expect(
                Int64(unmatched.count)
                    == sum("subscription_count", of: counted.filter { $0["found"] == .text("no match") }))
        }
    }

    @Test("the barred ones are as many as are in that state", arguments: [nil, ReportQuestion.earlierDay])
    func barred(asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let barred = try ReportQuestion(report: "barred-subscriptions", asOf: asOf).rows(in: mirror)
            let counted = try ReportQuestion(report: "subscriptions-by-state", asOf: asOf).rows(in: mirror)
            let inThatState = counted.filter { $0["state"] == .text("barred") }
            #expect(Int64(barred.count) == sum("subscription_count", of: inThatState))
        }
    }

    @Test("the states add up, in every report by something and in all", arguments: bySubscription)
    func states(question: ReportQuestion) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let rows = try question.rows(in: mirror)
            let states = try ReportQuestion(report: "subscriptions-by-state", asOf: question.asOf)
                .rows(in: mirror)
            for (column, state) in [
                ("in_use_count", "in use"), ("barred_count", "barred"), ("on_notice_count", "on notice"),
                ("ended_count", "ended"), ("status_unknown_count", "status unknown"),
            ] {
                let counted = states.filter { $0["state"] == .text(state) }
                #expect(sum(column, of: rows) == sum("subscription_count", of: counted))
            }
            let listed = states.filter { $0["listed"] == .integer(1) }
            #expect(sum("subscription_count", of: rows) == sum("subscription_count", of: listed))
        }
    }

    @Test(
        "a month's arrivals and departures are those that are listed, and lead from its beginning to its end")
    func months() throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let months = ReportQuestion(report: "arrivals-and-departures-by-month")
            let rows = try months.rows(in: mirror)
            let events = try ReportQuestion(
                report: "arrivals-and-departures", arguments: ["since": "2026-11-01"]
            ).rows(in: mirror)
            for kind in ["new", "returned", "gone", "ended"] {
                let listed = events.filter { $0["kind"] == .text(kind) }
                #expect(Int64(listed.count) == sum("\(kind)_count", of: rows))
            }
            #expect(
                try rows.first?["closing_count"]
                    == .integer(count("subscription WHERE gone_at IS NULL", months, in: mirror)))
            let earlier = try months.earlier.rows(in: mirror)
            #expect(
                try earlier.first?["closing_count"]
                    == .integer(count("subscription WHERE gone_at IS NULL", months.earlier, in: mirror)))
        }
    }

    @Test(
        "the head count of each month is the bridge's at its end",
        arguments: [nil, ReportQuestion.earlierDay])
    func headCounts(asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let until = ["2026-11-12", "2026-12-31", "2027-01-31"]
            for day in asOf == nil ? until : [until[0]] {
                let months = try ReportQuestion(
                    report: "head-count-by-month", arguments: ["until": day], asOf: asOf
                ).rows(in: mirror)
                let bridge = try ReportQuestion(
                    report: "bridge", arguments: ["from": "2026-10-31", "to": day], asOf: asOf
                ).rows(in: mirror)
                #expect(months.first?["subscription_count"] == bridge.last?["closing_count"], "\(day)")
                #expect(months.map { $0["month"] }.contains(.text("2026-11")))
            }
            let months = try ReportQuestion(
                report: "head-count-by-month", arguments: ["until": "2027-01-31"], asOf: asOf
            ).rows(in: mirror)
            let november = months.first { $0["month"] == .text("2026-11") }
            let bridge = try ReportQuestion(
                report: "bridge", arguments: ["from": "2026-10-31", "to": "2026-11-30"], asOf: asOf
            ).rows(in: mirror)
            #expect(november?["subscription_count"] == bridge.last?["closing_count"])
            #expect(november?["is_over"] == .integer(1) && months.first?["is_over"] == .integer(1))
        }
    }

    @Test(
        "every change but those of the first load is counted under its field",
        arguments: [nil, ReportQuestion.earlierDay])
    func changes(asOf: String?) throws {
        try ExampleMirror.with(ReportRows.sql) { mirror in
            let since = ["since": "2026-11-01"]
            let counted = try ReportQuestion(report: "changes-by-field", arguments: since, asOf: asOf)
                .rows(in: mirror)
            let question = ReportQuestion(report: "changes", arguments: since, asOf: asOf)
            let listed = try question.rows(in: mirror)
            #expect(sum("change_count", of: counted) == Int64(listed.count))
            let later = """
                change WHERE field IS NOT NULL OR relation <> 'subscription' OR kind <> 'added'
                    OR observed_at > (SELECT min(finished_at) FROM sync_run WHERE outcome = 'complete')
                """
            #expect(try Int64(listed.count) == count(later, question, in: mirror))
        }
    }

    private func sum(_ column: String, of rows: [[String: Value]]) -> Int64 {
        rows.reduce(0) { sum, row in
            if case .integer(let count) = row[column] { sum + count } else { sum }
        }
    }

    private func count(_ rows: String, _ question: ReportQuestion, in mirror: ExampleMirror) throws -> Int64 {
        let reader = try MirrorReader(
            path: mirror.path, viewpoint: question.viewpoint, costCentres: question.costCentres)
        let values = try reader.rows(of: Query("SELECT count(*) FROM \(rows)"))
        guard case .integer(let count) = values.first?.first else { return -1 }
        return count
    }
}
