import Foundation
import GRDB
package import MirrorCore

extension MirrorReader {
    /// What the last run learned of the API's pace; nil when it knew no limit, or when it cannot be read any more.
    package func keptPace() throws -> PaceSnapshot? {
        let text = try read { db in
            try String.fetchOne(
                db, sql: "SELECT value FROM _state WHERE key = :key",
                arguments: ["key": StateKey.pace.rawValue])
        }
        return text.flatMap { try? JSONDecoder().decode(PaceSnapshot.self, from: Data($0.utf8)) }
    }
}
