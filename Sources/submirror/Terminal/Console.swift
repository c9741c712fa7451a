import Foundation
import Glibc
import Logging
import MirrorCore
import MirrorReading
import Synchronization

/// Messages for people on standard error, with one line at the end that may be overwritten.
///
/// Removes secrets and terminal control characters.
final class Console: Sendable {
    private let isTerminal: Bool
    /// Whether to show only warnings and errors.
    let isQuiet: Bool
    /// Whether only log lines may be written, as a program reads the log.
    private let holdsOnlyLogs: Bool
    /// Whether systemd's journal reads the lines, and takes their priority from a prefix.
    private let isJournal: Bool
    /// Removes secrets.
    let scrubber = Scrubber()
    /// The length of the line to overwrite next.
    private let shown = Mutex(0)

    /// The clock for timestamps of log lines.
    let time: TimeSource

    /// - Parameter isQuiet: writes only the lines given to ``say(_:level:)``.
    init(isQuiet: Bool, holdsOnlyLogs: Bool = false, in invocation: Invocation) {
        let environment = invocation.environment
        time = invocation.time
        self.isQuiet = isQuiet
        self.holdsOnlyLogs = holdsOnlyLogs
        isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        isJournal = environment["JOURNAL_STREAM"] == Self.standardErrorIdentity
    }

    /// Whether a changing line can be shown.
    var showsProgress: Bool { isTerminal && !isQuiet && !holdsOnlyLogs }

    /// Writes a permanent line.
    ///
    /// - Parameter level: its severity; nil leaves that to the reader.
    func say(_ line: String, level: Logger.Level? = nil) {
        let mark = isJournal ? level.map { "<\($0.journalPriority)>" } ?? "" : ""
        shown.withLock { length in
            write(erase(length) + mark + clean(line) + "\n")
            length = 0
        }
    }

    /// Reports why the program ends, in the log's format.
    func fail(_ message: String) {
        // It may repeat input.
        let message = Msisdn.redacting(message)
        guard holdsOnlyLogs else { return say("submirror: \(message)", level: .error) }
        Logger(label: "submirror") { _ in ConsoleLogHandler(console: self, isJSON: true, logLevel: .error) }
            .error("failed", metadata: ["error": "\(message)"])
    }

    /// Reports why the command line is refused, and how to write it.
    ///
    /// - Parameter usage: the further lines for people.
    func refuse(_ message: String, usage: [Substring]) {
        guard !holdsOnlyLogs else { return fail(message) }
        say("Error: \(Msisdn.redacting(message))", level: .error)
        for line in usage { say(String(line), level: .error) }
    }

    /// Writes a permanent line, unless the console is quiet.
    func tell(_ line: String) {
        if !isQuiet && !holdsOnlyLogs { say(line, level: .info) }
    }

    /// The width of a changing line: one column less than the terminal's, as a full line moves the cursor on.
    var progressWidth: Int { max(1, (TerminalWidth.of(STDERR_FILENO) ?? 80) - 1) }

    /// Replaces the changing line; does nothing unless on a terminal.
    func show(_ line: String) {
        guard showsProgress else { return }
        // A wrapped line could not be overwritten.
        let line = DisplayWidth.cut(clean(line), to: progressWidth)
        shown.withLock { length in
            write(erase(length) + line)
            length = DisplayWidth.columns(of: line)
        }
    }

    /// Asks a question and waits for the answer; nil if standard input or standard error is not a terminal.
    func ask(_ question: String) -> String? {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
        shown.withLock { length in
            write(erase(length) + question)
            length = 0
        }
        return (readLine() ?? "").trimmingCharacters(in: .whitespaces)
    }

    /// Returns if a person answers yes to `question`.
    ///
    /// - Parameters:
    ///   - advice: what to do without a terminal, as a continuation of `add --yes to`.
    ///   - undone: what was not done after any other answer, such as `nothing was removed`.
    /// - Throws: ``CommandFailure``.
    func confirm(_ question: String, orAddYesTo advice: String, undone: String) throws {
        guard let answer = ask("\(question) [y/N] ") else {
            throw CommandFailure(
                kind: .usage, message: "no terminal for the confirmation: add --yes to \(advice)")
        }
        guard ["y", "yes"].contains(answer.lowercased()) else {
            throw CommandFailure(kind: .usage, message: "not confirmed: \(undone)")
        }
    }

    /// Removes the changing line.
    func clear() {
        shown.withLock { length in
            write(erase(length))
            length = 0
        }
    }

    /// Device and inode of standard error, in the form of systemd's `JOURNAL_STREAM`; nil if it is closed.
    private static var standardErrorIdentity: String? {
        var facts = stat()
        return fstat(STDERR_FILENO, &facts) == 0 ? "\(facts.st_dev):\(facts.st_ino)" : nil
    }

    private func clean(_ line: String) -> String { DisplayWidth.printable(scrubber.scrub(line)) }

    private func erase(_ length: Int) -> String {
        length == 0 ? "" : "\r" + String(repeating: " ", count: length) + "\r"
    }

    private func write(_ text: String) {
        guard !text.isEmpty else { return }
        // A closed standard error is deliberate.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

extension Logger.Level {
    /// The priority in sd-daemon(3): the more severe, the smaller.
    fileprivate var journalPriority: Int {
        switch self {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }
}

/// Writes data to standard output.
enum Output {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The terminal's width in columns; nil if it is not a terminal.
    static var width: Int? { TerminalWidth.of(STDOUT_FILENO) }

    /// - Throws: if the pipe is closed, or the disk is full.
    static func write(_ bytes: [UInt8]) throws {
        try CommandFailure.onDisk("standard output") {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        }
    }

    static func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Writes lines for people, with terminal control characters spelled out.
    static func show(_ lines: String) throws {
        try write(
            lines.split(separator: "\n", omittingEmptySubsequences: false).map {
                DisplayWidth.printable(String($0))
            }.joined(separator: "\n"))
    }
}
