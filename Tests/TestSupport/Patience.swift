/// Waits for another process or task, however busy the machine is.
package enum Patience {
    /// Far beyond a busy machine's needs: it only ends a hang.
    private static let limit: Duration = .seconds(600)

    /// Checks `condition` again and again until it holds.
    ///
    /// - Parameters:
    ///   - what: the message if it never holds; evaluated only then.
    ///   - interval: the time between two checks.
    ///   - isPossible: whether it can still come to hold, for instance while a process is running.
    /// - Throws: ``PatienceOver``, errors from `condition`.
    package static func wait(
        _ what: @autoclosure () -> String = "what was waited for did not come",
        every interval: Duration = .milliseconds(5), while isPossible: () -> Bool = { true },
        until condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while true {
            // Evaluated first, as the condition may come to hold just before the end.
            let isPossible = isPossible()
            if try await condition() { return }
            guard isPossible, ContinuousClock.now < end else { throw PatienceOver(what: what()) }
            try await Task.sleep(for: interval)
        }
    }
}

/// The awaited condition did not come to hold.
package struct PatienceOver: Error, CustomStringConvertible {
    package let what: String

    package var description: String { what }
}
