package import Foundation
package import MirrorCore

/// The numbers that an operator supplies, one in each line; `#` begins a comment.
package enum NumbersFile {
    /// Why the file cannot be used; it names the line, and shows none of its content.
    package enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        case unreadable(path: String)
        case notANumber(path: String, line: Int)

        package var description: String {
            switch self {
            case .unreadable(let path): "sync.numbers_file: cannot read \(path)"
            case .notANumber(let path, let line):
                "sync.numbers_file: line \(line) of \(path) is not a number: write the country code and digits only"
            }
        }
    }

    /// Reads the numbers of the file, in its order.
    ///
    /// - Throws: ``Failure``.
    package static func read(_ url: URL) throws -> [Msisdn] {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw Failure.unreadable(path: url.path)
        }
        var numbers: [Msisdn] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
            guard !content.isEmpty else { continue }
            guard let msisdn = Msisdn(String(content.hasPrefix("+") ? content.dropFirst() : content[...]))
            else {
                throw Failure.notANumber(path: url.path, line: index + 1)
            }
            numbers.append(msisdn)
        }
        return numbers
    }
}
