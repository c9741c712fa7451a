import Foundation

/// Another program, to see our files as its users do.
package enum Shell {
    /// What a run of a program left.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// Runs it and returns what it printed.
    ///
    /// - Throws: when it cannot be started.
    package static func run(_ path: String, _ arguments: [String]) async throws -> String {
        try await result(path, arguments).output
    }

    /// Runs it to its end; `environment` is added to ours.
    ///
    /// - Throws: when it cannot be started.
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
