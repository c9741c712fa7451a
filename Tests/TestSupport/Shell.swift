import Foundation

/// Another program, to see our files as its users do.
package enum Shell {
    /// Runs it and returns what it printed.
    ///
    /// - Throws: when it cannot be started.
    package static func run(_ path: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let output = try Capture()
        defer { output.remove() }
        process.standardOutput = try output.handle()
        process.standardError = FileHandle.nullDevice
        let (ended, announce) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in announce.finish() }
        try process.run()
        for await _ in ended {}
        return output.text
    }
}
