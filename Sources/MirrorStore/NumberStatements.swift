import GRDB
import MirrorCore
import Schema

/// What the mirror knows of a number besides its rows.
struct KnownNumber {
    let changedAt: String
    let verifiedAt: String
    /// Empty when the number is gone.
    let contentHash: [UInt8]
}

/// The version of a subscription that stands now.
struct OpenVersion {
    /// In the order of the relation `subscription`.
    let values: [Value]
    let account: Value
    let isGone: Bool
}

/// The statements about a number as a whole: its row in `_subscription`, its versions, its raw document.
struct NumberStatements {
    private let findNumber: SQLStatement
    private let changedAt: Int
    private let verifiedAt: Int
    private let contentHash: Int
    private let insertNumber: SQLStatement
    private let updateNumber: SQLStatement
    private let touchNumber: SQLStatement
    private let findVersion: SQLStatement
    private let accountID: Int
    private let isGone: Int
    private let openVersionStatement: SQLStatement
    private let closeVersion: SQLStatement
    private let findAccount: SQLStatement
    private let saveRawStatement: SQLStatement
    private let deleteRaw: SQLStatement

    private static let columns = Relation.subscription.columns

    init(in db: Database) throws {
        findNumber = try SQLStatement(
            cached: "SELECT changed_at, verified_at, content_hash FROM _subscription WHERE msisdn = ?", in: db
        )
        changedAt = try findNumber.column("changed_at")
        verifiedAt = try findNumber.column("verified_at")
        contentHash = try findNumber.column("content_hash")
        insertNumber = try SQLStatement(
            cached: """
                INSERT INTO _subscription (msisdn, first_seen_at, changed_at, verified_at, content_hash)
                VALUES (?1, ?2, ?2, ?2, ?3)
                """, in: db)
        updateNumber = try SQLStatement(
            cached: """
                UPDATE _subscription SET changed_at = ?2, verified_at = ?3, content_hash = ?4 WHERE msisdn = ?1
                """, in: db)
        touchNumber = try SQLStatement(
            cached: "UPDATE _subscription SET verified_at = ?2 WHERE msisdn = ?1 AND verified_at < ?2", in: db
        )
        findVersion = try SQLStatement(
            cached: """
                SELECT \(Self.columns.joined(separator: ", ")), account_id, gone_at IS NOT NULL AS is_gone
                FROM _subscription_version WHERE msisdn = ? AND observed_to IS NULL
                """, in: db)
        accountID = try findVersion.column("account_id")
        isGone = try findVersion.column("is_gone")
        let count = Self.columns.count
        let (account, observed, reason) = (count + 1, count + 2, count + 3)
        openVersionStatement = try SQLStatement(
            cached: """
                INSERT INTO _subscription_version (
                    \(Self.columns.joined(separator: ", ")), account_id, observed_from, gone_reason, gone_at)
                VALUES (
                    \((1...count).map { "?\($0)" }.joined(separator: ", ")), ?\(account), ?\(observed), ?\(reason),
                    iif(?\(reason) IS NULL, NULL, ?\(observed)))
                """, in: db)
        closeVersion = try SQLStatement(
            cached: """
                UPDATE _subscription_version SET observed_to = ?2, changed_at = ?3, verified_at = ?4
                WHERE msisdn = ?1 AND observed_to IS NULL
                """, in: db)
        findAccount = try SQLStatement(cached: "SELECT account_id FROM _listed WHERE msisdn = ?", in: db)
        saveRawStatement = try SQLStatement(
            cached: """
                INSERT INTO _raw_document (msisdn, dictionary, compressed) VALUES (?, ?, ?)
                ON CONFLICT (msisdn) DO UPDATE SET dictionary = excluded.dictionary, compressed = excluded.compressed
                """, in: db)
        deleteRaw = try SQLStatement(cached: "DELETE FROM _raw_document WHERE msisdn = ?", in: db)
    }

    func find(_ msisdn: Msisdn) throws -> KnownNumber? {
        try findNumber.first([.text(msisdn.digits)]) { row in
            KnownNumber(
                changedAt: row.text(changedAt), verifiedAt: row.text(verifiedAt),
                contentHash: row.bytes(contentHash))
        }
    }

    func insert(_ msisdn: Msisdn, at now: String, contentHash: [UInt8]) throws {
        try insertNumber.run([.text(msisdn.digits), .text(now)], blob: contentHash)
    }

    /// - Parameter contentHash: empty for a number that is gone.
    func update(_ msisdn: Msisdn, changedAt: String, verifiedAt: String, contentHash: [UInt8]) throws {
        let cells: [Value] = [.text(msisdn.digits), .text(changedAt), .text(verifiedAt)]
        if contentHash.isEmpty {
            try updateNumber.run(cells + [.null])
        } else {
            try updateNumber.run(cells, blob: contentHash)
        }
    }

    func touch(_ msisdn: Value, verifiedAt: String) throws {
        try touchNumber.run([msisdn, .text(verifiedAt)])
    }

    func openVersion(_ msisdn: Msisdn) throws -> OpenVersion? {
        try findVersion.rows([.text(msisdn.digits)]).first.map { row in
            OpenVersion(
                values: Array(row.prefix(Self.columns.count)), account: row[accountID],
                isGone: row[isGone] == .integer(1))
        }
    }

    /// Opens a version; with a reason it is a tombstone.
    func open(values: [Value], account: Value, at observed: String, goneReason: Value = .null) throws {
        try openVersionStatement.run(values + [account, .text(observed), goneReason])
    }

    func close(_ msisdn: Msisdn, at observed: String, of known: KnownNumber) throws {
        try closeVersion.run([
            .text(msisdn.digits), .text(observed), .text(known.changedAt), .text(known.verifiedAt),
        ])
    }

    /// The account whose list held the number last; NULL when no list did.
    func listedAccount(_ msisdn: Msisdn) throws -> Value {
        try findAccount.rows([.text(msisdn.digits)]).first?[0] ?? .null
    }

    func saveRaw(_ raw: RawDocument, of msisdn: Value) throws {
        try saveRawStatement.run([msisdn, Value(raw.dictionary)], blob: raw.compressed)
    }

    func dropRaw(of msisdn: Value) throws {
        try deleteRaw.run([msisdn])
    }
}
