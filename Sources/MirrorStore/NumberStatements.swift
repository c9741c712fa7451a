import GRDB
import MirrorCore
import Schema

/// A number's keys in the tables: its id and its digits.
struct NumberKey {
    let id: Int64
    let msisdn: Msisdn
}

/// The mirror's own facts about a number, besides its rows.
struct KnownNumber {
    let key: NumberKey
    let changedAt: String
    let verifiedAt: String
    /// Empty if the number is gone.
    let contentHash: [UInt8]
}

/// A subscription's open version.
struct OpenVersion {
    /// In the order of the relation `subscription`, as stored in its table, without the number.
    let values: [Value]
    let account: Value
    let isGone: Bool
}

/// The statements for a number as a whole: its row in `_number`, its versions, its raw document.
struct NumberStatements {
    private let findNumber: SQLStatement
    private let insertNumber: SQLStatement
    private let updateNumber: SQLStatement
    private let touchNumber: SQLStatement
    private let findVersion: SQLStatement
    private let openVersionStatement: SQLStatement
    private let closeVersion: SQLStatement
    private let findAccount: SQLStatement
    private let saveRawStatement: SQLStatement
    private let deleteRaw: SQLStatement

    private static let columns = Array(Relation.subscription.columns.dropFirst())

    private static let findVersionSQL = """
        SELECT \(columns.joined(separator: ", ")), account_id, gone_at IS NOT NULL
        FROM _number_version WHERE number = ? AND observed_to IS NULL
        """

    private static let openVersionSQL = SQLStatement.insertion(
        into: "_number_version",
        ["number"] + columns + ["account_id", "observed_from", "gone_at", "gone_reason"])

    init(in db: Database) throws {
        findNumber = try SQLStatement(
            cached: "SELECT id, changed_at, verified_at, content_hash FROM _number WHERE msisdn = ?", in: db)
        insertNumber = try SQLStatement(
            cached: """
                INSERT INTO _number (msisdn, first_seen_at, changed_at, verified_at, content_hash)
                VALUES (?1, ?2, ?2, ?2, ?3)
                """, in: db)
        updateNumber = try SQLStatement(
            cached: """
                UPDATE _number SET changed_at = ?2, verified_at = ?3, content_hash = ?4 WHERE id = ?1
                """, in: db)
        touchNumber = try SQLStatement(
            cached: "UPDATE _number SET verified_at = ?2 WHERE id = ?1 AND verified_at < ?2", in: db)
        findVersion = try SQLStatement(cached: Self.findVersionSQL, in: db)
        openVersionStatement = try SQLStatement(cached: Self.openVersionSQL, in: db)
        closeVersion = try SQLStatement(
            cached: """
                UPDATE _number_version SET observed_to = ?2, changed_at = ?3, verified_at = ?4
                WHERE number = ?1 AND observed_to IS NULL
                """, in: db)
        findAccount = try SQLStatement(cached: "SELECT account_id FROM _listed WHERE msisdn = ?", in: db)
        saveRawStatement = try SQLStatement(
            cached: """
                INSERT INTO _raw_document (number, dictionary, compressed) VALUES (?, ?, ?)
                ON CONFLICT (number) DO UPDATE SET dictionary = excluded.dictionary, compressed = excluded.compressed
                """, in: db)
        deleteRaw = try SQLStatement(cached: "DELETE FROM _raw_document WHERE number = ?", in: db)
    }

    func find(_ msisdn: Msisdn) throws -> KnownNumber? {
        try findNumber.first([.text(msisdn.digits)]) { row in
            KnownNumber(
                key: NumberKey(id: row.integer(0), msisdn: msisdn), changedAt: row.text(1),
                verifiedAt: row.text(2), contentHash: row.bytes(3))
        }
    }

    /// Inserts a new number.
    func insert(_ msisdn: Msisdn, at now: String, contentHash: [UInt8]) throws -> NumberKey {
        try insertNumber.run([.text(msisdn.digits), .text(now)], blob: contentHash)
        return NumberKey(id: insertNumber.lastInsertedRow, msisdn: msisdn)
    }

    /// - Parameter contentHash: empty if the number is gone.
    func update(_ number: NumberKey, changedAt: String, verifiedAt: String, contentHash: [UInt8]) throws {
        let cells: [Value] = [.integer(number.id), .text(changedAt), .text(verifiedAt)]
        if contentHash.isEmpty {
            try updateNumber.run(cells + [.null])
        } else {
            try updateNumber.run(cells, blob: contentHash)
        }
    }

    func touch(_ number: NumberKey, verifiedAt: String) throws {
        try touchNumber.run([.integer(number.id), .text(verifiedAt)])
    }

    func openVersion(_ number: NumberKey) throws -> OpenVersion? {
        let width = Self.columns.count
        return try findVersion.rows([.integer(number.id)]).first.map { row in
            OpenVersion(
                values: Array(row.prefix(width)), account: row[width], isGone: row[width + 1] == .integer(1))
        }
    }

    /// Opens a version.
    ///
    /// - Parameters:
    ///   - observed: seconds since 1970.
    ///   - gone: when and why the number went; nil unless it is a tombstone.
    func open(
        _ number: NumberKey, values: [Value], account: Value, at observed: Int64,
        gone: (at: String, reason: String)? = nil
    ) throws {
        try openVersionStatement.run(
            [.integer(number.id)] + values
                + [account, .integer(observed), Value(gone?.at), Value(gone?.reason)])
    }

    /// - Parameter observed: seconds since 1970.
    func close(_ known: KnownNumber, at observed: Int64) throws {
        try closeVersion.run([
            .integer(known.key.id), .integer(observed), .text(known.changedAt), .text(known.verifiedAt),
        ])
    }

    /// The account whose list last held the number; NULL if none did.
    func listedAccount(_ msisdn: Msisdn) throws -> Value {
        try findAccount.rows([.text(msisdn.digits)]).first?[0] ?? .null
    }

    func saveRaw(_ raw: RawDocument, of number: NumberKey) throws {
        try saveRawStatement.run([.integer(number.id), Value(raw.dictionary)], blob: raw.compressed)
    }

    func dropRaw(of number: NumberKey) throws {
        try deleteRaw.run([.integer(number.id)])
    }
}
