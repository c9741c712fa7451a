import CSQLite
package import MirrorCore

extension Interruption {
    /// Makes SQLite end the current statement on `connection`, and every later one, once this is raised.
    ///
    /// It must outlive the connection.
    package func watch(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(
            connection, 10_000,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue().isRaised ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
