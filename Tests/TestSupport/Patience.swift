/// Waits for what another process or task does, however busy the machine is.
package enum Patience {
    /// Far beyond what a busy machine takes: it ends a hang, and judges no speed.
    private static let limit: Duration = .seconds(600)

    /// Asks again and again whether `condition` holds, until it does.
    ///
    /// - Parameters:
    ///   - what: what it says when that did not come; asked for only then.
    ///   - interval: how long it waits between two questions.
    ///   - isPossible: whether it can still come, as from a process that has not ended.
    /// - Throws: ``PatienceOver``, and what `condition` throws.
    package static func wait(
        _ what: @autoclosure () -> String = "what was waited for did not come",
        every interval: Duration = .milliseconds(5), while isPossible: () -> Bool = { true },
        until condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while true {
            // Looked at first, as what was waited for may come right before the end.
            let isPossible = isPossible()
            if try await condition() { return }
            guard isPossible, ContinuousClock.now < end else { throw PatienceOver(what: what()) }
            try await Task.sleep(for: interval)
        }
    }
}

/// What was waited for did not come.
package struct PatienceOver: Error, CustomStringConvertible {
    package let what: String

    package var description: String { what }
}
