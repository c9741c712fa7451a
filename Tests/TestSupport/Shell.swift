import Foundation

/// Runs other programs, to see our files as their users do.
package enum Shell {
    /// The result of running a program.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// Runs a program and returns its output.
    ///
    /// - Throws: if it cannot be started.
    package static func run(_ path: String, _ arguments: [String]) async throws -> String {
        try await result(path, arguments).output
    }

    /// Runs a program to its end; `environment` is added to ours.
    ///
    /// - Throws: if it cannot be started.
    package static func result(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = try Capture()
        let errors = try Capture()
        defer {
            output.remove()
            errors.remove()
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try output.handle()
        process.standardError = try errors.handle()
        let (ended, announce) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in announce.finish() }
        try process.run()
        for await _ in ended {}
        return Result(status: process.terminationStatus, output: output.text, errors: errors.text)
    }
}
