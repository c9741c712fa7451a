import Foundation
package import GRDB

/// Whether the write-ahead log beside a mirror belongs to the file.
///
/// SQLite takes any log that is whole for the file's own. Beside a backup that was restored, the log of a later run is
/// another file's: read together they are neither the one state nor the other.
package enum LogOwnership: Sendable, Equatable {
    /// There is none, or it is empty.
    case noLog
    /// All of it was copied into the file, or it holds nothing that tells.
    case copied
    /// It holds commits that the file lacks.
    case ahead
    /// It was written for another state of the file.
    case foreign

    /// Looks at the file at `path` without its log, and through it over `db`, within a transaction of `db`: as long as that
    /// lasts, nobody copies into the file what it does not see.
    ///
    /// - Throws: `DatabaseError`.
    package static func of(_ db: Database, path: String) throws -> LogOwnership {
        guard size(of: path + "-wal") > 0, size(of: path) > 0 else { return .noLog }
        let through = try LogMark(in: db)
        do {
            return of(through, bare: try bareMark(path))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            // Only a copy of the log that was cut off leaves a file that is nothing without the log; a backup is whole.
            return .ahead
        }
    }

    /// What the file says without its log.
    private static func bareMark(_ path: String) throws -> LogMark? {
        let bare = try open(path, query: "immutable=1", waiting: .immediateError)
        defer { try? bare.close() }
        return try bare.read(LogMark.init)
    }

    /// The same for a file that is not open yet, over a connection that can neither write nor copy the log.
    ///
    /// - Throws: `DatabaseError`.
    package static func of(path: String, waiting busyMode: Database.BusyMode) throws -> LogOwnership {
        guard size(of: path + "-wal") > 0, size(of: path) > 0 else { return .noLog }
        do {
            let database = try open(path, query: "mode=ro", waiting: busyMode)
            defer { try? database.close() }
            return try database.read { db in try of(db, path: path) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            // Pages of two states make none; a file that is damaged itself is none without the log either.
            _ = try bareMark(path)
            return .foreign
        }
    }

    private static func open(
        _ path: String, query: String, waiting busyMode: Database.BusyMode
    ) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = busyMode
        configuration.prepareDatabase { db in try ConnectionHardening.raise(on: db) }
        return try DatabaseQueue(
            path: URL(fileURLWithPath: path).absoluteString + "?" + query, configuration: configuration)
    }

    /// What the row of `_log` says as the log shows it, and as the file alone does.
    package static func of(_ through: LogMark?, bare: LogMark?) -> LogOwnership {
        // A mirror of before has no mark, nor has another program's file.
        guard let through, !through.era.isEmpty else { return bare?.era.isEmpty ?? true ? .copied : .foreign }
        let signature = bare?.signature ?? ""
        // VACUUM INTO moves the cookie on without a commit: such a copy has other pages than the log was written for.
        let isNoted = bare.map { $0.layout == $0.cookie } ?? false
        if isNoted, signature == through.signature { return .copied }
        if isNoted && bare?.era == through.era || signature == through.base { return .ahead }
        return bare.map { isCutOff($0, of: through) } ?? false ? .ahead : .foreign
    }

    /// Whether the copy of a log with another schema was cut off: of the cookie's page and the row's one was copied.
    private static func isCutOff(_ bare: LogMark, of through: LogMark) -> Bool {
        guard through.layout == through.cookie else { return false }
        if bare.layout == through.layout { return bare.era == through.era && bare.cookie < bare.layout }
        return bare.cookie == through.cookie
            && (bare.era == through.era || bare.signature(cookie: bare.layout) == through.base)
    }

    /// What to do about the log beside the mirror at `path`, when it is foreign.
    package static func foreignWords(_ path: String) -> String {
        "\(path)-wal belongs to another state of \(path), as when a backup was restored beside it: "
            + "move \(path)-wal and \(path)-shm away"
    }

    private static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}

/// The row of `_log`, and the schema's cookie.
package struct LogMark: Equatable {
    let era: String
    let base: String
    let layout: Int64
    let cookie: Int64
    private let commits: Int64

    package init(era: String, commits: Int64, layout: Int64, cookie: Int64, base: String) {
        self.era = era
        self.base = base
        self.layout = layout
        self.cookie = cookie
        self.commits = commits
    }

    /// Nil in a file that has none; whatever stands there is read, as the file may be another program's.
    package init?(in db: Database) throws {
        guard try db.tableExists("_log"),
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT CAST(coalesce(era, '') AS TEXT) AS era, CAST(coalesce(base, '') AS TEXT) AS base,
                        CAST(coalesce(layout, 0) AS INTEGER) AS layout,
                        CAST(coalesce(commits, 0) AS INTEGER) AS commits,
                        (SELECT schema_version FROM pragma_schema_version) AS cookie
                    FROM _log
                    """)
        else { return nil }
        era = row["era"]
        base = row["base"]
        layout = row["layout"]
        cookie = row["cookie"]
        commits = row["commits"]
    }

    /// What the first commit of the next era calls this state; empty before the first era.
    package var signature: String { signature(cookie: cookie) }

    func signature(cookie: Int64) -> String { era.isEmpty ? "" : "\(era):\(commits):\(layout):\(cookie)" }
}

extension LogOwnership {
    /// Counts the transaction in which it is called.
    ///
    /// - Parameters:
    ///   - isFirst: whether the whole log before it was copied into the file.
    ///   - base: what the file says, where the transaction has moved the schema's cookie on already.
    /// - Throws: `DatabaseError`.
    package static func note(isFirst: Bool, base: String? = nil, in db: Database) throws {
        if isFirst {
            try db.execute(
                sql: "UPDATE _log SET base = :base, era = lower(hex(randomblob(8)))",
                arguments: ["base": try base ?? LogMark(in: db)?.signature ?? ""])
        }
        try db.execute(
            sql: """
                UPDATE _log SET commits = commits + 1,
                    layout = (SELECT schema_version FROM pragma_schema_version)
                """)
    }

    /// Whether VACUUM, or another program, has moved the cookie on since the last commit.
    ///
    /// - Throws: `DatabaseError`.
    package static func isNoteDue(in db: Database) throws -> Bool {
        try LogMark(in: db).map { $0.layout != $0.cookie } ?? false
    }
}
