import Foundation
import Glibc
import MirrorCore

/// The program itself, run as a separate process, as cron or a person runs it.
struct DrillProgram: Sendable {
    let path: String
    /// The working directory of its processes, which also keeps their output.
    let folder: URL

    /// How a process of it ended.
    struct Ending: Sendable {
        /// The exit code; 128 plus the signal's number if a signal ended the process, as in a shell.
        let code: Int32
        /// The lines of standard output, then those of standard error.
        let lines: [String]
    }

    /// Far longer than any command of a drill takes.
    private static let limit = Duration.seconds(300)

    /// The path of this program.
    ///
    /// - Throws: `CocoaError` without `/proc`.
    static func ownPath() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - wrapper: a program, with its arguments, that starts this one in turn; empty: none.
    ///   - meanwhile: work to do beside the process, which it receives; cancelled when the process has ended.
    /// - Throws: `CancellationError` if this task is cancelled; the process has been killed then.
    func run(
        _ arguments: [String], startedBy wrapper: [String] = [],
        meanwhile: @escaping @Sendable (Process) async throws -> Void = { _ in }
    ) async throws -> Ending {
        let process = Process()
        let line = wrapper + [path] + arguments
        process.executableURL = URL(fileURLWithPath: line[0])
        process.arguments = Array(line.dropFirst())
        process.currentDirectoryURL = folder
        // None of the caller's settings, and no proxy.
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8"]
        let written = try ["output", "errors"].map { try empty(folder.appendingPathComponent($0)) }
        process.standardOutput = try FileHandle(forWritingTo: written[0])
        process.standardError = try FileHandle(forWritingTo: written[1])
        process.standardInput = FileHandle.nullDevice
        let (ended, announce) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in announce.finish() }
        try process.run()
        let id = process.processIdentifier
        // Both are cancelled below.
        let beside = Task { try await meanwhile(process) }
        let overdue = Task {
            try await Task.sleep(for: Self.limit)
            kill(id, SIGKILL)
        }
        await withTaskCancellationHandler {
            for await _ in ended {}
        } onCancel: {
            kill(id, SIGKILL)
        }
        beside.cancel()
        overdue.cancel()
        process.waitUntilExit()
        try Task.checkCancellation()
        let isSignal = process.terminationReason == .uncaughtSignal
        return Ending(
            code: isSignal ? 128 + process.terminationStatus : process.terminationStatus,
            lines: try written.flatMap(Self.lines))
    }

    private func empty(_ file: URL) throws -> URL {
        try Data().write(to: file)
        return file
    }

    private static func lines(of file: URL) throws -> [String] {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }
}
