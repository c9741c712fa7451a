package import Files
package import Foundation
package import MirrorCore

/// The numbers that an operator supplies, one per line, in any spelling; `#` begins a comment.
package enum NumbersFile {
    /// Why the file cannot be used; it names the line and shows none of its content.
    package enum Failure: UserFacingError, Equatable, CustomStringConvertible {
        case unreadable(path: String)
        /// It is no regular file.
        case unusable(FileFailure)
        case notANumber(path: String, line: Int)
        case noCountryCode(path: String, line: Int)

        package var kind: FailureKind { .configuration }

        package var description: String {
            switch self {
            case .unreadable(let path): "sync.numbers_file: cannot read \(path)"
            case .unusable(let failure): "sync.numbers_file: \(failure.message)"
            case .notANumber(let path, let line):
                "sync.numbers_file: line \(line) of \(path) is not a number: write the country code and digits only"
            case .noCountryCode(let path, let line):
                "sync.numbers_file: line \(line) of \(path) has a number of 8 digits: write the country code before it, "
                    + "such as 47"
            }
        }
    }

    /// Reads the file's numbers, in its order.
    ///
    /// - Throws: ``Failure``.
    package static func read(_ url: URL) throws -> [Msisdn] {
        let text = try OperatorsFile.text(
            url.path, unreadable: Failure.unreadable(path: url.path), unusable: Failure.unusable)
        var numbers: [Msisdn] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }
            guard content.contains(where: { !$0.isWhitespace }) else { continue }
            do throws(Msisdn.SpellingError) {
                numbers.append(try Msisdn(spelled: String(content)))
            } catch .noCountryCode {
                throw Failure.noCountryCode(path: url.path, line: index + 1)
            } catch .notANumber {
                throw Failure.notANumber(path: url.path, line: index + 1)
            }
        }
        return numbers
    }
}
