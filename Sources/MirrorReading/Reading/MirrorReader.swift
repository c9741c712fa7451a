import Files
import Foundation
package import GRDB
import Glibc
package import MirrorCore
import Schema

/// A mirror opened read-only: SQLite opens the file read-only, and refuses every write as well.
package final class MirrorReader: Sendable {
    /// The mirror's path.
    package let path: String
    /// The moment and the time zone that its functions use, and the past that it shows.
    package let viewpoint: Viewpoint
    package let costCentres: CostCentres
    /// The prices of products; nil without a price list, so that reports show no amounts.
    package let prices: PriceList?
    /// The reports' fixed words; nil leaves them as they are.
    package let words: FixedWords?
    /// The past that it shows; nil means the current mirror.
    package var asOf: AsOf? { viewpoint.asOf }
    /// Limits on a foreign statement.
    package let limits: QueryLimits
    /// Once raised, ends reading, and writing results.
    package let interruption: Interruption
    private let database: DatabaseQueue
    /// The file's stamp if it was opened without locks; nil if SQLite's locks protect us.
    private let unlockedStamp: FileStamp?

    /// Opens the mirror at `path`: as it is, or at the past moment that `viewpoint` names.
    ///
    /// In the past, each relation has the rows that it had then, under its own name; see
    /// ``ExportedRelation/hasHistory``.
    ///
    /// A mirror is in WAL mode, for which SQLite has to write beside the file. If the folder forbids that and
    /// there is no log, the file is read without locks; if a run writes it in the meantime, the read ends in
    /// ``MirrorReadFailure/changedWhileReading(path:)``.
    package init(
        path: String, viewpoint: Viewpoint = Viewpoint(), costCentres: CostCentres = CostCentres(),
        prices: PriceList? = nil, words: FixedWords? = nil, limits: QueryLimits = QueryLimits(),
        interruption: Interruption = Interruption()
    ) throws(MirrorReadFailure) {
        self.path = path
        self.limits = limits
        self.viewpoint = viewpoint
        self.costCentres = costCentres
        self.prices = prices
        self.words = words
        self.interruption = interruption
        try Self.checkReadable(path)
        do {
            database = try Self.open(
                path, query: Self.readOnly, viewpoint, (costCentres, prices, words), interruption)
            unlockedStamp = nil
        } catch  where error.isAboutTheFolder {
            guard Self.hasEmptyLog(path) else { throw .logOutOfReach(path: path) }
            unlockedStamp = FileStamp(path)
            do {
                database = try Self.open(
                    path, query: "immutable=1", viewpoint, (costCentres, prices, words), interruption)
            } catch {
                throw error.failure
            }
        } catch {
            throw error.failure
        }
    }

    /// Opens the mirror of `other` once more, as `other` does, but at another viewpoint.
    package convenience init(like other: MirrorReader, at viewpoint: Viewpoint) throws(MirrorReadFailure) {
        try self.init(
            path: other.path, viewpoint: viewpoint, costCentres: other.costCentres, prices: other.prices,
            words: other.words, limits: other.limits, interruption: other.interruption)
    }

    /// Opens the mirror at `path` with defaults for everything else.
    ///
    /// - Parameter asOf: the past to show; nil means the current mirror.
    package convenience init(path: String, asOf: AsOf?) throws(MirrorReadFailure) {
        try self.init(path: path, viewpoint: Viewpoint(asOf: asOf))
    }

    /// Runs `body` in one read transaction, so that everything it reads is from the same moment.
    ///
    /// - Throws: ``MirrorReadFailure`` if the file is at fault, `CancellationError` once
    ///   interrupted, errors from `body`.
    package func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let result: Result
        do {
            result = try database.read(body)
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_INTERRUPT { try interruption.check() }
            throw MirrorReadFailure(error, path: path)
        }
        if let unlockedStamp, FileStamp(path) != unlockedStamp || !Self.hasEmptyLog(path) {
            throw MirrorReadFailure.changedWhileReading(path: path)
        }
        return result
    }

    /// Runs `body` like ``read(_:)``, for a foreign statement: see ``QueryGuard``.
    package func readForeign<Result>(_ body: (Database, QueryGuard) throws -> Result) throws -> Result {
        // In memory, as its sorting could fill a disk; outside a transaction, as SQLite demands.
        do {
            try database.inDatabase { db in try db.execute(sql: "PRAGMA temp_store = MEMORY") }
        } catch let error as DatabaseError {
            throw MirrorReadFailure(error, path: path)
        }
        return try readOurs(body)
    }

    /// Runs `body` like ``read(_:)``, with a guard for a statement of ours that has a time limit.
    package func readOurs<Result>(_ body: (Database, QueryGuard) throws -> Result) throws -> Result {
        try read { db in try body(db, QueryGuard(of: db, limits, interruption: interruption)) }
    }

    private static func checkReadable(_ path: String) throws(MirrorReadFailure) {
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            // In a folder that this user may not enter, the file may still exist.
            throw errno == EACCES ? .notPermitted(path: path) : .missing(path: path)
        }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw .notADatabase(path: path) }
        guard access(path, R_OK) == 0 else { throw .notPermitted(path: path) }
        let url = URL(fileURLWithPath: path)
        do {
            let folder = try PrivateFolder(url.deletingLastPathComponent().path, isAnyones: true)
            for suffix in ["", "-wal", "-shm", "-journal"] {
                _ = try folder.judge(url.lastPathComponent + suffix, mayHaveOtherNames: true)
            }
        } catch .system(let path, _, EACCES) {
            throw .notPermitted(path: path)
        } catch {
            throw .unsafe(error)
        }
    }

    /// Opens the file together with its log.
    private static let readOnly = "mode=ro"

    private static func open(
        _ path: String, query: String, _ viewpoint: Viewpoint,
        _ lists: (costCentres: CostCentres, prices: PriceList?, words: FixedWords?),
        _ interruption: Interruption
    ) throws(OpeningError) -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "mirror.reader"
        configuration.readonly = true
        // A writer locks the file for one commit; 5 s covers the slowest disk.
        configuration.busyMode = .callback(
            BusyHandler(limit: .seconds(5), interruption: interruption).shouldRetry)
        configuration.prepareDatabase { db in
            interruption.watch(db.sqliteConnection)
            try ConnectionHardening.raise(on: db)
            try ReaderFunctions.add(to: db, from: viewpoint, lists.costCentres, lists.prices, lists.words)
            if let asOf = viewpoint.asOf { try AsOfRelations.show(asOf, in: db) }
            try db.execute(sql: "PRAGMA query_only = 1")
        }
        do {
            let uri = URL(fileURLWithPath: path).absoluteString + "?" + query
            let database = try DatabaseQueue(path: uri, configuration: configuration)
            try database.read { db in
                if try query == readOnly && LogOwnership.of(db, path: path) == .foreign {
                    throw MirrorReadFailure.foreignLog(path: path)
                }
                try check(db, path: path)
                if let asOf = viewpoint.asOf { try check(asOf, path: path, in: db) }
            }
            return database
        } catch let failure as MirrorReadFailure {
            throw OpeningError(code: .SQLITE_OK, failure: failure)
        } catch let error as DatabaseError {
            throw OpeningError(code: error.resultCode, failure: MirrorReadFailure(error, path: path))
        } catch {
            throw OpeningError(
                code: .SQLITE_OK, failure: .unreadable(path: path, detail: "\(type(of: error))"))
        }
    }

    private static func check(_ db: Database, path: String) throws {
        // A first run stopped by a full disk leaves only this; the next run turns it into a mirror.
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") != 0 else {
            throw MirrorReadFailure.missing(path: path)
        }
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
            throw MirrorReadFailure.notAMirror(path: path)
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= Schema.version else {
            throw MirrorReadFailure.newerSchema(path: path, found: found, known: Schema.version)
        }
        guard found == Schema.version else {
            throw MirrorReadFailure.olderSchema(path: path, found: found, known: Schema.version)
        }
        if let fault = try SchemaFault.all(in: db, version: found).first {
            throw MirrorReadFailure.foreignSchema(path: path, fault)
        }
    }

    /// Checks that the mirror existed at that moment, and that its history reaches back to it: otherwise
    /// no rows would not mean that there was nothing.
    ///
    /// - Throws: ``MirrorReadFailure/beforeFirstRun(path:asOf:firstRunAt:)`` and
    ///   ``MirrorReadFailure/beforeHistory(path:asOf:historyFrom:)``.
    private static func check(_ asOf: AsOf, path: String, in db: Database) throws {
        let first = try String.fetchOne(db, sql: "SELECT min(started_at) FROM main.sync_run")
        guard let first, first < asOf.text else {
            throw MirrorReadFailure.beforeFirstRun(path: path, asOf: asOf.text, firstRunAt: first)
        }
        if let floor = try RetentionFacts(db).pastFrom, asOf.instant < floor {
            throw MirrorReadFailure.beforeHistory(
                path: path, asOf: asOf.text, historyFrom: Instant.text(floor))
        }
    }

    private static func hasEmptyLog(_ path: String) -> Bool { (FileStamp(path + "-wal")?.size ?? 0) == 0 }
}

/// Why SQLite could not open a file, and the failure to report.
private struct OpeningError: Error {
    let code: ResultCode
    let failure: MirrorReadFailure

    /// Whether SQLite could not create the log's index beside a readable file.
    var isAboutTheFolder: Bool { code == .SQLITE_CANTOPEN || code == .SQLITE_READONLY }
}

/// The properties of a file that change when it is written.
private struct FileStamp: Equatable {
    let size: Int
    private let modifiedSeconds: Int
    private let modifiedNanoseconds: Int
    private let inode: UInt

    /// Reads the stamp; nil if there is no file at `path`.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        size = Int(status.st_size)
        modifiedSeconds = Int(status.st_mtim.tv_sec)
        modifiedNanoseconds = Int(status.st_mtim.tv_nsec)
        inode = UInt(status.st_ino)
    }
}
