import Files
import Foundation
import Glibc
import MirrorCore
import MirrorReading

/// A child program that reads our output on its standard input; if we end, its input ends, and so does it.
final class PipedProgram {
    private let process = Process()
    private let name: String
    private let input: FileHandle
    private let messages: FileHandle
    private let interruption: Interruption
    private let ended = DispatchSemaphore(value: 0)
    private var hasEnded = false

    /// How long the program may run on after SIGTERM.
    private static let grace = DispatchTimeInterval.seconds(1)
    /// How often a wait checks for interruption.
    private static let look = DispatchTimeInterval.milliseconds(100)

    /// Starts the program at `path` in `directory`.
    ///
    /// - Parameter interruption: ends the program, also while we wait for it.
    /// - Throws: `FileFailure`; ``ExportFailure/program(_:detail:)`` if it does not start.
    init(
        _ path: String, _ arguments: [String], in directory: String, environment: ProgramEnvironment,
        interruption: Interruption
    ) throws {
        self.interruption = interruption
        name = (path as NSString).lastPathComponent
        messages = try Self.unnamedFile(in: directory)
        // Closed in every other child: otherwise this child's input would not end while another lives.
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }),
            fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0
        else {
            throw FileFailure.last("feed", path)
        }
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        input = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = environment.variables
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = output
        process.standardOutput = FileHandle.nullDevice
        process.standardError = messages
        process.terminationHandler = { [ended] _ in ended.signal() }
        do {
            try process.run()
        } catch {
            hasEnded = true
            throw ExportFailure.program(name, detail: "it cannot be started")
        }
        try? output.close()
    }

    deinit {
        guard !hasEnded else { return }
        signal(SIGKILL)
        process.waitUntilExit()
    }

    /// Passes bytes on; waits while the program is slower.
    ///
    /// - Throws: ``ExportFailure`` with the program's own message if it has ended; `CancellationError`.
    func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let (count, code) = bytes[written...].withUnsafeBytes { piece in
                BrokenPipe.asError { Glibc.write(input.fileDescriptor, piece.baseAddress, piece.count) }
            }
            if count < 0, code == EINTR { continue }
            if count < 0, code == EAGAIN {
                try waitForRoom()
                continue
            }
            guard count >= 0 else {
                try end()
                throw ExportFailure.program(name, detail: "it ended before reading all input")
            }
            written += count
        }
    }

    /// Ends the program's input and waits until it has finished.
    ///
    /// - Throws: ``ExportFailure/program(_:detail:)`` with the first line of its messages, as far as it can
    ///   be shown; `CancellationError`.
    func end() throws {
        try? input.close()
        while ended.wait(timeout: .now() + Self.look) == .timedOut { try checkInterruption() }
        hasEnded = true
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            try? messages.seek(toOffset: 0)
            let text = String(decoding: (try? messages.read(upToCount: 4096)) ?? Data(), as: UTF8.self)
            let line = text.split(whereSeparator: \.isNewline).first.map(Self.presentable)
            throw ExportFailure.program(
                name, detail: line ?? "it ended with status \(process.terminationStatus)")
        }
    }

    /// A line of the program without quotes from our rows and without terminal control characters.
    private static func presentable(_ line: Substring) -> String {
        let open = line.replacing(/"[^"]*(?:"|$)|'[^']*(?:'|$)/, with: "…").replacing(/[0-9]{4,}/, with: "…")
        return DisplayWidth.cut(DisplayWidth.printable(String(open)), to: 200)
    }

    private func waitForRoom() throws {
        try checkInterruption()
        var descriptor = pollfd(fd: input.fileDescriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&descriptor, 1, 100)
    }

    /// Ends the program if the export is interrupted: by SIGTERM, then, if it does not react, by SIGKILL.
    private func checkInterruption() throws {
        guard interruption.isRaised else { return }
        signal(SIGTERM)
        if ended.wait(timeout: .now() + Self.grace) == .timedOut {
            signal(SIGKILL)
            ended.wait()
        }
        hasEnded = true
        throw CancellationError()
    }

    /// Reaches its children too: Foundation starts each process in its own process group.
    private func signal(_ number: Int32) {
        if kill(-process.processIdentifier, number) != 0 { kill(process.processIdentifier, number) }
    }

    /// A file that is deleted when it is closed.
    private static func unnamedFile(in directory: String) throws(FileFailure) -> FileHandle {
        let path = directory + "/.messages"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last("create", path) }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
