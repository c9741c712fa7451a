import CSQLiteMemory
package import GRDB
import MirrorCore
import Schema

extension MirrorReader {
    /// Runs `body` with a database in memory that holds what `fill` puts there, and nothing of the mirror besides.
    ///
    /// Its statements have the same functions, and its watcher the same limits, as those of the mirror.
    ///
    /// - Throws: ``MirrorReadFailure``, ``QueryFailure/tooMuchMemory(megabytes:)``, and what `fill` and `body` throw.
    package func readCopy<Result>(
        filledBy fill: (_ mirror: Database, _ copy: Database) throws -> Void,
        _ body: (_ mirror: Database, _ copy: Database, QueryGuard) throws -> Result
    ) throws -> Result {
        let copy = try emptyDatabase()
        return try readOurs { mirror, watcher in
            submirror_sqlite_limit_memory(limits.memoryBytes)
            do {
                try watcher.time(mirror) { try copy.write { try fill(mirror, $0) } }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_NOMEM {
                throw QueryFailure.tooMuchMemory(megabytes: Int(limits.memoryBytes >> 20))
            }
            return try copy.read { db in
                try body(mirror, db, QueryGuard(of: db, limits, interruption: interruption))
            }
        }
    }

    private func emptyDatabase() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "mirror.copy"
        // Relations are copied one after another, and not all of them.
        configuration.foreignKeysEnabled = false
        // The list of cost centres names people, whom the copy may not hold.
        var costCentres = costCentres
        costCentres.map = nil
        configuration.prepareDatabase { [viewpoint, costCentres, prices, words, interruption] db in
            interruption.watch(db.sqliteConnection)
            try ConnectionHardening.raise(on: db)
            try ReaderFunctions.add(to: db, from: viewpoint, costCentres, prices, words)
        }
        return try DatabaseQueue(configuration: configuration)
    }
}
