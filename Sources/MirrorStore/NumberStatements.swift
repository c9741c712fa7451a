import GRDB
import MirrorCore

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
    private let findNumber: BoundStatement
    private let insertNumber: BoundStatement
    private let updateNumber: BoundStatement
    private let touchNumber: BoundStatement
    private let findVersion: BoundStatement
    private let openVersionStatement: BoundStatement
    private let closeVersion: BoundStatement
    private let findAccount: BoundStatement
    private let saveRawStatement: BoundStatement
    private let deleteRaw: BoundStatement

    private static let columns = Relation.subscription.columns

    init(in db: Database) throws {
        findNumber = try BoundStatement(
            "SELECT changed_at, verified_at, content_hash FROM _subscription WHERE msisdn = ?", in: db)
        insertNumber = try BoundStatement(
            """
            INSERT INTO _subscription (msisdn, first_seen_at, changed_at, verified_at, content_hash)
            VALUES (?1, ?2, ?2, ?2, ?3)
            """, in: db)
        updateNumber = try BoundStatement(
            """
            UPDATE _subscription SET changed_at = ?2, verified_at = ?3, content_hash = ?4 WHERE msisdn = ?1
            """, in: db)
        touchNumber = try BoundStatement(
            "UPDATE _subscription SET verified_at = ?2 WHERE msisdn = ?1 AND verified_at < ?2", in: db)
        findVersion = try BoundStatement(
            """
            SELECT \(Self.columns.joined(separator: ", ")), account_id, gone_at IS NOT NULL
            FROM _subscription_version WHERE msisdn = ? AND observed_to IS NULL
            """, in: db)
        let count = Self.columns.count
        let (account, observed, reason) = (count + 1, count + 2, count + 3)
        openVersionStatement = try BoundStatement(
            """
            INSERT INTO _subscription_version (
                \(Self.columns.joined(separator: ", ")), account_id, observed_from, gone_reason, gone_at)
            VALUES (
                \((1...count).map { "?\($0)" }.joined(separator: ", ")), ?\(account), ?\(observed), ?\(reason),
                iif(?\(reason) IS NULL, NULL, ?\(observed)))
            """, in: db)
        closeVersion = try BoundStatement(
            """
            UPDATE _subscription_version SET observed_to = ?2, changed_at = ?3, verified_at = ?4
            WHERE msisdn = ?1 AND observed_to IS NULL
            """, in: db)
        findAccount = try BoundStatement("SELECT account_id FROM _listed WHERE msisdn = ?", in: db)
        saveRawStatement = try BoundStatement(
            """
            INSERT INTO _raw_document (msisdn, dictionary, deflated) VALUES (?, ?, ?)
            ON CONFLICT (msisdn) DO UPDATE SET dictionary = excluded.dictionary, deflated = excluded.deflated
            """, in: db)
        deleteRaw = try BoundStatement("DELETE FROM _raw_document WHERE msisdn = ?", in: db)
    }

    func find(_ msisdn: Msisdn) throws -> KnownNumber? {
        try findNumber.first([.text(msisdn.digits)]) {
            KnownNumber(changedAt: $0.text(0), verifiedAt: $0.text(1), contentHash: $0.bytes(2))
        }
    }

    func insert(_ msisdn: Msisdn, at now: String, contentHash: [UInt8]) throws {
        try insertNumber.run([.text(msisdn.digits), .text(now)], blob: contentHash)
    }

    /// - Parameter contentHash: empty for a number that is gone.
    func update(_ msisdn: Msisdn, changedAt: String, verifiedAt: String, contentHash: [UInt8]) throws {
        let cells: [Value] = [.text(msisdn.digits), .text(changedAt), .text(verifiedAt)]
        if contentHash.isEmpty {
            try updateNumber.run(cells, .null)
        } else {
            try updateNumber.run(cells, blob: contentHash)
        }
    }

    func touch(_ msisdn: Value, verifiedAt: String) throws {
        try touchNumber.run([msisdn, .text(verifiedAt)])
    }

    func openVersion(_ msisdn: Msisdn) throws -> OpenVersion? {
        try findVersion.rows([.text(msisdn.digits)]).first.map { row in
            let count = Self.columns.count
            return OpenVersion(
                values: Array(row[..<count]), account: row[count], isGone: row[count + 1] == .integer(1))
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
        try saveRawStatement.run([msisdn, Value(raw.dictionary)], blob: raw.deflated)
    }

    func dropRaw(of msisdn: Value) throws {
        try deleteRaw.run([msisdn])
    }
}
