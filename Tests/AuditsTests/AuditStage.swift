import Audits
import ForeignTables
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import TestSupport

/// A mirror of two hundred invented numbers, and lists to audit against it.
struct AuditStage {
    let mirror: ExampleMirror
    static let now = ExampleMirror.now

    static func with(_ body: (AuditStage) async throws -> Void) async throws {
        try await ExampleMirror.with(sql) { mirror in try await body(AuditStage(mirror: mirror)) }
    }

    /// Numbers 1 to 200, each with a cost centre from 4001 to 4005, a name, a type and a card, and five more.
    ///
    /// 201 has been gone since October, 202 since this month, 203 ended in October, 204 terminated in October
    /// without a date, 205 ends this month.
    static let sql: String = {
        var sql = """
            UPDATE _mirror SET id = '0123456789abcdef0123456789abcdef';
            INSERT INTO subscription_type VALUES (10, 'Bedrift Fri', 'POSTPAID', 'MOBILE');
            INSERT INTO account VALUES ('70001', NULL, NULL, NULL, 'OPEN', 'NORMAL', NULL, NULL);
            INSERT INTO sync_run (id, kind, started_at, finished_at, outcome)
            VALUES (1, 'backfill', '2026-10-01T08:00:00Z', '2026-10-01T08:10:00Z', 'complete');

            """
        let began = "2026-10-01T08:00:00Z"
        func version(
            _ number: Int, from: String, to: String?, status: String = "active", ends: String? = nil,
            gone: String? = nil
        ) -> String {
            func quoted(_ text: String?) -> String { text.map { "'\($0)'" } ?? "NULL" }
            let changed = to == nil ? "NULL" : "'\(from)'"
            return """
                INSERT INTO _subscription_version VALUES ('\(digits(number))', '\(from)', \(quoted(to)), '\(status)', 10,
                    '\(4001 + number % 5)', NULL, NULL, '2020-01-01', \(quoted(ends)), '70001', \(quoted(gone)),
                    \(gone == nil ? "NULL" : "'404001'"), \(changed), \(changed));

                """
        }
        for number in 1...205 {
            let isGone = number == 201 || number == 202
            sql += """
                INSERT INTO _subscription VALUES ('\(digits(number))', '\(began)', '\(began)', '\(began)',
                    \(isGone ? "NULL" : "x'01'"));
                INSERT INTO party_history VALUES ('\(digits(number))', 'user', 'person', 'Ola', 'M',
                    'Nordmann\(number)', NULL, NULL, NULL, '\(began)', NULL);
                INSERT INTO sim_card_history VALUES ('\(digits(number))', '8947000000000000\(1000 + number)', 1, NULL,
                    'MAIN', '\(began)', NULL);

                """
            switch number {
            case 201, 202:
                let gone = number == 201 ? "2026-10-20T08:00:00Z" : "2026-11-10T08:00:00Z"
                sql +=
                    version(number, from: began, to: gone) + version(number, from: gone, to: nil, gone: gone)
            case 203: sql += version(number, from: began, to: nil, ends: "2026-10-15")
            case 204: sql += version(number, from: began, to: nil, status: "TERMINATED")
            case 205: sql += version(number, from: began, to: nil, ends: "2026-11-15")
            default: sql += version(number, from: began, to: nil)
            }
        }
        return sql
    }()

    static func digits(_ number: Int) -> String { "47" + String(90_000_000 + number) }

    func judge(_ list: AuditList, _ change: (inout AuditTerms) -> Void = { _ in }) throws -> AuditJudgement {
        guard let day = CalendarDay("2026-11-01") else { return AuditJudgement() }
        var terms = AuditTerms(periodFrom: day)
        change(&terms)
        return try Self.judge(list, by: terms, in: try reader())
    }

    static func judge(
        _ list: AuditList, by terms: AuditTerms, in reader: MirrorReader
    ) throws -> AuditJudgement {
        var generator = SeededRandom(seed: 1)
        return try reader.judge(list, by: terms, with: &generator)
    }

    func reader() throws -> MirrorReader {
        try MirrorReader(path: mirror.path, viewpoint: Viewpoint(now: Self.now))
    }

    /// Judges and stores; returns the audit's id.
    func keep(_ list: AuditList, name: String = "invoice", month: String = "2026-11") async throws -> Int64 {
        guard let day = CalendarDay(month + "-01") else { return 0 }
        let judgement = try Self.judge(list, by: AuditTerms(periodFrom: day), in: try reader())
        return try await withStore { store in
            try await store.keep(
                AuditHeading(name: name, fileName: "f.csv", fileHash: "0"), of: list, judgement, at: Self.now)
        }
    }

    func withStore<Result>(_ body: (MirrorStore) async throws -> Result) async throws -> Result {
        let store = try MirrorStore.open(at: URL(fileURLWithPath: mirror.path))
        let result = try await body(store)
        try store.close()
        return result
    }

    /// The rows of `query`, as texts with bars between the cells.
    func rows(_ query: Query) throws -> [String] {
        try reader().rows(of: query).map { row in
            row.map { value in
                switch value {
                case .null: ""
                case .integer(let number): String(number)
                case .real(let number): String(number)
                case .text(let text): text
                }
            }.joined(separator: "|")
        }
    }
}
