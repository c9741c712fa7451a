package import Files
package import Foundation
package import MirrorCore

/// The file that `millom.subscribers` names: one subscriber per line, `idType idValue [operator]
/// [msisdn=4790000001]`; `#` begins a comment.
///
/// The last word assigns a CPID or an OPET to a number, so that it is forgotten with that number.
package enum MillomSubscribersFile {
    /// Why the file cannot be used; it names the line and shows none of its content.
    package enum Failure: UserFacingError, Equatable, CustomStringConvertible {
        case unreadable(path: String)
        /// It is no regular file.
        case unusable(FileFailure)
        case notASubscriber(path: String, line: Int)
        case noSuchType(path: String, line: Int)
        case notANumber(path: String, line: Int)
        case noCountryCode(path: String, line: Int)
        case notAnID(path: String, line: Int)
        case noOperator(path: String, line: Int)
        /// An earlier line gives the same id with a different type, operator or number.
        case otherBefore(path: String, line: Int)

        package var kind: FailureKind { .configuration }

        package var description: String {
            switch self {
            case .unreadable(let path): "millom.subscribers: cannot read \(path)"
            case .unusable(let failure): "millom.subscribers: \(failure.message)"
            case .notASubscriber(let path, let line):
                "\(Self.place(path, line)) is not a subscriber: write the id's type, the id, and the operator where it is "
                    + "another than millom.operator"
            case .noSuchType(let path, let line):
                "\(Self.place(path, line)) begins with no type of id: write MSISDN, CPID or OPET"
            case .notANumber(let path, let line):
                "\(Self.place(path, line)) has no number after MSISDN: write the country code and digits only"
            case .noCountryCode(let path, let line):
                "\(Self.place(path, line)) has a number of 8 digits: write the country code before it, such as 47"
            case .notAnID(let path, let line):
                "\(Self.place(path, line)) has an id or an operator that cannot stand in a request: write it as Millom gave it"
            case .noOperator(let path, let line):
                "\(Self.place(path, line)) names no operator: write it behind the id, or set millom.operator"
            case .otherBefore(let path, let line):
                "\(Self.place(path, line)) names an id that an earlier line names with a different type, operator or number: "
                    + "write it once"
            }
        }

        private static func place(_ path: String, _ line: Int) -> String {
            "millom.subscribers: line \(line) of \(path)"
        }
    }

    /// The content of the file.
    package struct Content: Equatable, Sendable {
        /// In the file's order, each once.
        package var subscribers: [MillomSubscriber] = []
        package var aliases: [MillomAlias] = []
    }

    /// Reads the file's subscribers, in its order, each once.
    ///
    /// - Parameter operator: the operator for lines that name none.
    /// - Throws: ``Failure``.
    package static func read(_ url: URL, operator: String?) throws -> [MillomSubscriber] {
        try content(of: url, operator: `operator`).subscribers
    }

    /// Reads the file's subscribers and the numbers that ids belong to.
    ///
    /// - Throws: ``Failure``.
    package static func content(of url: URL, operator: String?) throws -> Content {
        let text = try OperatorsFile.text(
            url.path, unreadable: Failure.unreadable(path: url.path), unusable: Failure.unusable)
        var content = Content()
        var seen: [ExactText: (subscriber: MillomSubscriber, msisdn: Msisdn?)] = [:]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            var words = words(of: line)
            guard !words.isEmpty else { continue }
            let place = (path: url.path, line: index + 1)
            let msisdn = try msisdn(of: &words, at: place)
            let subscriber = try subscriber(words, at: place, operator: `operator`)
            if msisdn != nil, subscriber.keyType == .msisdn {
                throw Failure.notASubscriber(path: place.path, line: place.line)
            }
            if let before = seen[ExactText(subscriber.id)] {
                guard before.subscriber == subscriber, before.msisdn == msisdn else {
                    throw Failure.otherBefore(path: place.path, line: place.line)
                }
                continue
            }
            seen[ExactText(subscriber.id)] = (subscriber, msisdn)
            content.subscribers.append(subscriber)
            if let msisdn { content.aliases.append(MillomAlias(id: subscriber.id, msisdn: msisdn)) }
        }
        return content
    }

    /// Removes the last word if it assigns the id to a number; returns nil if it does not.
    private static func msisdn(
        of words: inout [String], at place: (path: String, line: Int)
    ) throws -> Msisdn? {
        let mark = "msisdn="
        guard words.count > 2, let last = words.last, last.lowercased().hasPrefix(mark) else { return nil }
        words.removeLast()
        return try number(String(last.dropFirst(mark.count)), at: place)
    }

    private static func number(_ text: String, at place: (path: String, line: Int)) throws -> Msisdn {
        do throws(Msisdn.SpellingError) {
            return try Msisdn(spelled: text)
        } catch .noCountryCode {
            throw Failure.noCountryCode(path: place.path, line: place.line)
        } catch .notANumber {
            throw Failure.notANumber(path: place.path, line: place.line)
        }
    }

    /// The words before a comment, which starts at the beginning of a word: an id may contain a `#`.
    private static func words(of line: Substring) -> [String] {
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.prefix { !$0.hasPrefix("#") }.map(String.init)
    }

    private static func subscriber(
        _ words: [String], at place: (path: String, line: Int), operator: String?
    ) throws -> MillomSubscriber {
        let (path, line) = place
        guard (2...3).contains(words.count) else { throw Failure.notASubscriber(path: path, line: line) }
        guard let type = MillomSubscriber.KeyType(rawValue: words[0].uppercased()) else {
            throw Failure.noSuchType(path: path, line: line)
        }
        guard let name = words.count == 3 ? words[2] : `operator` else {
            throw Failure.noOperator(path: path, line: line)
        }
        var id = words[1]
        if type == .msisdn { id = try number(id, at: place).digits }
        let isAddress = [id, name].allSatisfy { text in
            ![".", ".."].contains(text) && text.utf8.allSatisfy { $0 < 0x80 }
        }
        guard isAddress, let subscriber = MillomSubscriber(type, id, operator: name) else {
            throw Failure.notAnID(path: path, line: line)
        }
        return subscriber
    }
}
