import Foundation

/// A line of the runbook, as a pattern for a line of a command.
///
/// `…` stands for any text, and `{2}` for the number of the second run, where the first one fills the mirror. Several
/// blanks count as one.
struct LinePattern {
    private let parts: [String]

    /// - Parameter firstRun: the number of the first run.
    init(_ text: String, firstRun: Int = 1) {
        parts = Self.plain(Self.numbered(text, from: firstRun)).components(separatedBy: "…")
    }

    /// `text` with run numbers in place of `{1}`, `{2}` and so on.
    static func numbered(_ text: String, from firstRun: Int = 1) -> String {
        text.replacing(/\{([1-9])\}/) { "\((Int($0.1) ?? 1) + firstRun - 1)" }
    }

    /// Whether the whole of `line` matches.
    func matches(_ line: String) -> Bool {
        var rest = Self.plain(line)[...]
        guard let first = parts.first, let last = parts.last, rest.hasPrefix(first) else { return false }
        if parts.count == 1 { return rest == first[...] }
        rest = rest.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }

    private static func plain(_ text: String) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}
