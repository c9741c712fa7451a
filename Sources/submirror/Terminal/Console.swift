import Foundation
import Glibc
import Logging
import MirrorCore
import MirrorReading
import Synchronization

/// Where people are told things: standard error, with one line at its end that may be overwritten.
///
/// Nothing passes with a secret in it, or with anything that a terminal obeys.
final class Console: Sendable {
    private let isTerminal: Bool
    /// Whether only warnings and errors are wanted.
    let isQuiet: Bool
    /// Whether a program reads the log, so that nothing but log lines may be written.
    private let holdsOnlyLogs: Bool
    /// Whether systemd's journal reads the lines, and takes from their beginning how grave they are.
    private let isJournal: Bool
    /// What must not be shown.
    let scrubber = Scrubber()
    /// The length of the line that is overwritten next.
    private let shown = Mutex(0)

    /// Stamps the lines of a log.
    let time: TimeSource

    /// - Parameter isQuiet: says nothing but what ``say(_:)`` is given.
    init(isQuiet: Bool, holdsOnlyLogs: Bool = false, in invocation: Invocation) {
        let environment = invocation.environment
        time = invocation.time
        self.isQuiet = isQuiet
        self.holdsOnlyLogs = holdsOnlyLogs
        isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"
        isJournal = environment["JOURNAL_STREAM"] == Self.standardErrorIdentity
    }

    /// Whether a line can be shown that changes.
    var showsProgress: Bool { isTerminal && !isQuiet && !holdsOnlyLogs }

    /// Writes a line that stays.
    ///
    /// - Parameter level: how grave it is; nil where that is for whoever reads it to say.
    func say(_ line: String, level: Logger.Level? = nil) {
        let mark = isJournal ? level.map { "<\($0.journalPriority)>" } ?? "" : ""
        shown.withLock { length in
            write(erase(length) + mark + clean(line) + "\n")
            length = 0
        }
    }

    /// Says why the program ends, in a line that whoever reads the log understands.
    func fail(_ message: String) {
        // It may repeat what a person typed.
        let message = Msisdn.redacting(message)
        guard holdsOnlyLogs else { return say("submirror: \(message)", level: .error) }
        Logger(label: "submirror") { _ in ConsoleLogHandler(console: self, isJSON: true, logLevel: .error) }
            .error("failed", metadata: ["error": "\(message)"])
    }

    /// Says why the parser refuses the command line, and how to write it.
    ///
    /// - Parameter usage: the lines that follow for a person.
    func refuse(_ message: String, usage: [Substring]) {
        guard !holdsOnlyLogs else { return fail(message) }
        say("Error: \(Msisdn.redacting(message))", level: .error)
        for line in usage { say(String(line), level: .error) }
    }

    /// Writes a line that stays, unless nobody wants it.
    func tell(_ line: String) {
        if !isQuiet && !holdsOnlyLogs { say(line, level: .info) }
    }

    /// How many columns a line that changes may have: one less than the terminal, as a full line moves the cursor on.
    var progressWidth: Int { max(1, (TerminalWidth.of(STDERR_FILENO) ?? 80) - 1) }

    /// Shows a line in place of the one shown before; on no terminal nothing.
    func show(_ line: String) {
        guard showsProgress else { return }
        // A line that wraps cannot be taken back.
        let line = DisplayWidth.cut(clean(line), to: progressWidth)
        shown.withLock { length in
            write(erase(length) + line)
            length = DisplayWidth.columns(of: line)
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

    /// Returns where a person says yes to `question`.
    ///
    /// - Parameters:
    ///   - advice: what to do where there is no terminal, after `add --yes to`.
    ///   - undone: what was not done when the answer is another, such as `nothing was removed`.
    /// - Throws: ``Complaint``.
    func confirm(_ question: String, orAddYesTo advice: String, undone: String) throws {
        guard let answer = ask("\(question) [y/N] ") else {
            throw Complaint(
                kind: .usage, message: "there is no terminal to ask on: add --yes to \(advice)")
        }
        guard ["y", "yes"].contains(answer.lowercased()) else {
            throw Complaint(kind: .usage, message: "not confirmed: \(undone)")
        }
    }

    /// Takes away the line that was shown.
    func clear() {
        shown.withLock { length in
            write(erase(length))
            length = 0
        }
    }

    /// Device and inode of standard error, as systemd writes them into `JOURNAL_STREAM`; nil when it is closed.
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
        // Whoever closed standard error does not want to know.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

extension Logger.Level {
    /// How sd-daemon(3) counts: the graver, the smaller.
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

/// Where data goes: standard output.
enum Output {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// How many columns the terminal has; nil where it is none.
    static var width: Int? { TerminalWidth.of(STDOUT_FILENO) }

    /// - Throws: when nobody reads any more, or the disk behind it is full.
    static func write(_ bytes: [UInt8]) throws {
        try Complaint.onDisk("standard output") {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        }
    }

    static func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Writes lines for a person: nothing of them is obeyed by a terminal.
    static func show(_ lines: String) throws {
        try write(
            lines.split(separator: "\n", omittingEmptySubsequences: false).map {
                DisplayWidth.printable(String($0))
            }.joined(separator: "\n"))
    }
}
