import Foundation
import Synchronization

/// Where people are told things: standard error, with one line at its end that may be overwritten.
final class Console: Sendable {
    private let isTerminal: Bool
    /// Whether only warnings and errors are wanted.
    let isQuiet: Bool
    /// Whether a program reads the log, so that nothing but log lines may be written.
    private let holdsOnlyLogs: Bool
    /// The length of the line that is overwritten next.
    private let shown = Mutex(0)

    /// - Parameter isQuiet: says nothing but what ``say(_:)`` is given.
    init(isQuiet: Bool, holdsOnlyLogs: Bool = false, environment: [String: String]) {
        self.isQuiet = isQuiet
        self.holdsOnlyLogs = holdsOnlyLogs
        isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
    }

    /// Whether a line can be shown that changes.
    var showsProgress: Bool { isTerminal && !isQuiet && !holdsOnlyLogs }

    /// Writes a line that stays.
    func say(_ line: String) {
        shown.withLock { length in
            write(erase(length) + line + "\n")
            length = 0
        }
    }

    /// Writes a line that stays, unless nobody wants it.
    func tell(_ line: String) {
        if !isQuiet && !holdsOnlyLogs { say(line) }
    }

    /// Shows a line in place of the one shown before; on no terminal nothing.
    func show(_ line: String) {
        guard showsProgress else { return }
        shown.withLock { length in
            write(erase(length) + line)
            length = line.count
        }
    }

    /// Asks a person and waits for the answer; nil where no person is: standard input or error is no terminal.
    func ask(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
        shown.withLock { length in
            write(erase(length) + question)
            length = 0
        }
        return (readLine() ?? "").trimmingCharacters(in: .whitespaces)
    }

    /// Takes away the line that was shown.
    func clear() {
        shown.withLock { length in
            write(erase(length))
            length = 0
        }
    }

    private func erase(_ length: Int) -> String {
        length == 0 ? "" : "\r" + String(repeating: " ", count: length) + "\r"
    }

    private func write(_ text: String) {
        guard !text.isEmpty else { return }
        // Whoever closed standard error does not want to know.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

/// Where data goes: standard output.
enum Output {
    /// - Throws: when nobody reads any more, or the disk behind it is full.
    static func write(_ bytes: [UInt8]) throws {
        try Complaint.onDisk("standard output") {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        }
    }

    static func write(_ text: String) throws { try write(Array(text.utf8)) }
}
