import Foundation
import Glibc

/// Another program that reads what we write from its standard input, and ends when we do: then its input ends.
final class FedProgram {
    private let process = Process()
    private let name: String
    private let input: FileHandle
    private let messages: FileHandle
    private var hasEnded = false

    /// Starts the program at `path` in `directory`.
    ///
    /// - Throws: ``ExportFailure``.
    init(_ path: String, _ arguments: [String], in directory: String) throws(ExportFailure) {
        name = (path as NSString).lastPathComponent
        messages = try Self.unnamedFile(in: directory)
        // Closed in every other child, or this one's input would not end while another lives.
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw .last("feed", path)
        }
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        input = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = output
        process.standardOutput = FileHandle.nullDevice
        process.standardError = messages
        do {
            try process.run()
        } catch {
            hasEnded = true
            throw .program(name, detail: "it cannot be started")
        }
        try? output.close()
    }

    deinit {
        guard !hasEnded else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Passes bytes on; waits while the program is slower.
    ///
    /// - Throws: ``ExportFailure``; the program's own words when it has ended.
    func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let (count, code) = bytes[written...].withUnsafeBytes { piece in
                BrokenPipe.asError { Glibc.write(input.fileDescriptor, piece.baseAddress, piece.count) }
            }
            if count < 0, code == EINTR { continue }
            guard count >= 0 else {
                try end()
                throw ExportFailure.program(name, detail: "it ended before it had read everything")
            }
            written += count
        }
    }

    /// Ends the program's input and waits until it has done its work.
    ///
    /// - Throws: ``ExportFailure/program(_:detail:)`` with the first line that it complained with.
    func end() throws {
        try? input.close()
        process.waitUntilExit()
        hasEnded = true
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            try? messages.seek(toOffset: 0)
            let text = String(decoding: (try? messages.read(upToCount: 4096)) ?? Data(), as: UTF8.self)
            let line = text.split(whereSeparator: \.isNewline).first.map(String.init)
            throw ExportFailure.program(
                name, detail: line ?? "it ended with status \(process.terminationStatus)")
        }
    }

    /// A file that is gone when it is closed.
    private static func unnamedFile(in directory: String) throws(ExportFailure) -> FileHandle {
        let path = directory + "/.messages"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last("create", path) }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
