import Foundation
import GRDB
import MirrorCore
import Pacing
import Schema

/// Quarantines numbers, each with the time of its next try.
struct QuarantineWriter {
    private let find: SQLStatement
    private let upsert: SQLStatement
    private let unqueue: SQLStatement
    private let now: Date

    init(in db: Database, now: Date) throws {
        self.now = now
        find = try SQLStatement(cached: "SELECT attempts FROM quarantine WHERE msisdn = ?", in: db)
        upsert = try SQLStatement(
            cached: """
                INSERT INTO quarantine (msisdn, stage, error, attempts, first_failed_at, next_attempt_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (msisdn) DO UPDATE SET
                    stage = excluded.stage, error = excluded.error, attempts = excluded.attempts,
                    next_attempt_at = excluded.next_attempt_at
                """, in: db)
        unqueue = try SQLStatement(cached: "DELETE FROM _queue WHERE msisdn = ?", in: db)
    }

    func setAside(_ msisdn: Msisdn, stage: FetchOutcome.Stage, error: String) throws {
        let key = Value.text(msisdn.digits)
        var attempts = 1
        if case .integer(let before)? = try find.rows([key]).first?[0] { attempts = Int(before) + 1 }
        let next = now.addingTimeInterval(Quarantine.delay(afterAttempts: attempts).inSeconds)
        try upsert.run([
            key, .text(stage.rawValue), .text(error), Value(attempts), .text(Instant.text(now)),
            .text(Instant.text(next)),
        ])
        try unqueue.run([key])
    }
}
