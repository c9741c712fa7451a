package import Foundation

/// A comparison with the complete list whose list has not been read completely yet.
package struct ReconcileProgress: Sendable, Equatable {
    package let id: Int64
    package let method: ReconcileMethod
    /// The server's time before the first request.
    package let startedAt: Date
    /// The known parts of the list, and whether each was read to its end.
    package let parts: [ReconcilePart: Bool]

    package init(id: Int64, method: ReconcileMethod, startedAt: Date, parts: [ReconcilePart: Bool]) {
        self.id = id
        self.method = method
        self.startedAt = startedAt
        self.parts = parts
    }

    /// The parts still to be read.
    package var unread: [ReconcilePart] { parts.filter { !$0.value }.map(\.key) }
}
