import ArgumentParser
import Foundation
import MirrorCore

/// The process's environment and clock, read once and passed on.
struct Invocation: Sendable {
    let environment: [String: String]
    let time: TimeSource

    /// The current process's invocation.
    static func current() -> Invocation {
        Invocation(environment: ProcessInfo.processInfo.environment, time: .system)
    }
}

/// A command that receives its dependencies.
protocol InvokedCommand: ParsableCommand {
    func run(in invocation: Invocation) async throws
}
