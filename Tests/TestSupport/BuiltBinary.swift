package import Foundation

/// The program built beside the tests, run as a separate process.
package struct BuiltBinary: Sendable {
    /// The result of a run.
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    private let environment: [String: String]
    private let directory: URL
    private let wrapper: [String]

    /// - Parameters:
    ///   - environment: the process's whole environment, besides PATH.
    ///   - directory: the working directory.
    ///   - wrapper: the full path and arguments of a program that starts it in turn: `prlimit`, `setpriv`.
    package init(
        environment: [String: String], in directory: URL, startedBy wrapper: [String] = []
    ) {
        self.environment = environment
        self.directory = directory
        self.wrapper = wrapper
    }

    /// Runs it to its end.
    package func run(_ arguments: String...) async throws -> Result { try await run(arguments) }

    /// Runs it to its end.
    package func run(_ arguments: [String]) async throws -> Result { try await start(arguments).end() }

    /// Starts it; ``Running/end()`` must be called later.
    package func start(_ arguments: [String]) throws -> Running {
        let process = Process()
        let line = wrapper + [Self.path.path] + arguments
        process.executableURL = URL(fileURLWithPath: line[0])
        process.arguments = Array(line.dropFirst())
        process.currentDirectoryURL = directory
        process.environment = environment.merging(["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]) { given, _ in
            given
        }
        let output = try Capture()
        let errors = try Capture()
        process.standardOutput = try output.handle()
        process.standardError = try errors.handle()
        process.standardInput = FileHandle.nullDevice
        let (ended, announce) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            announce.yield(process.terminationStatus)
            announce.finish()
        }
        try process.run()
        return Running(
            identifier: process.processIdentifier, process: process, ended: ended, output: output,
            errors: errors)
    }

    /// A started process.
    package struct Running: Sendable {
        package let identifier: Int32
        fileprivate let process: Process
        fileprivate let ended: AsyncStream<Int32>
        fileprivate let output: Capture
        fileprivate let errors: Capture

        /// Sends a signal to this process.
        package func signal(_ number: Int32) { kill(identifier, number) }

        /// Whether it has ended.
        package var isOver: Bool { !process.isRunning }

        /// Its exit code, or the signal that killed it; nil while it runs.
        package var status: Int32? { process.isRunning ? nil : process.terminationStatus }

        /// Its output on standard error so far.
        package var errorsSoFar: String { errors.text }

        /// Waits for the end.
        package func end() async throws -> Result {
            var status: Int32 = -1
            for await code in ended { status = code }
            defer {
                output.remove()
                errors.remove()
            }
            return Result(status: status, output: output.text, errors: errors.text)
        }
    }

    /// The program is beside the test runner.
    package static var path: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("submirror")
    }
}
