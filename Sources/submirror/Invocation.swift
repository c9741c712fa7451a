import ArgumentParser
import Foundation
import MirrorCore

/// The environment and the clock of the process; read once and passed on.
struct Invocation: Sendable {
    let environment: [String: String]
    let time: TimeSource

    /// That of this very process.
    static func current() -> Invocation {
        Invocation(environment: ProcessInfo.processInfo.environment, time: .system)
    }
}

/// A command of ours: it is given what it depends on.
protocol InvokedCommand: ParsableCommand {
    func run(in invocation: Invocation) async throws
}
