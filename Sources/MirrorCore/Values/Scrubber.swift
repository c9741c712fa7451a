import Synchronization

/// Removes secrets from text before it reaches a person, a log or a file.
///
/// An API's answer can contain anything, including our own credentials.
package final class Scrubber: Sendable {
    private struct Words {
        var secrets: Set<String> = []
        var names: Set<String> = []
    }

    /// Anything shorter occurs in ordinary text by chance.
    private static let shortest = 4
    private static let substitute = "(not shown)"

    private let words = Mutex(Words())

    /// Starts without any secrets.
    package init() {}

    /// Removes `secret` wherever it occurs: a password, a token.
    package func learn(secret: String?) {
        guard let secret, secret.utf8.count >= Self.shortest else { return }
        words.withLock { _ = $0.secrets.insert(secret) }
    }

    /// Removes `name` where it is a separate word, as it may well be part of another.
    package func learn(name: String?) {
        guard let name, name.utf8.count >= Self.shortest else { return }
        words.withLock { _ = $0.names.insert(name) }
    }

    /// `text` without anything that must not be shown.
    package func scrub(_ text: String) -> String {
        let words = words.withLock { $0 }
        // The longest first, because one may be part of another.
        let secrets = words.secrets.sorted { $0.utf8.count > $1.utf8.count }
        let open = secrets.reduce(text) { $0.replacing($1, with: Self.substitute) }
        return words.names.sorted { $0.utf8.count > $1.utf8.count }.reduce(open, Self.replaceWord)
    }

    private static func replaceWord(in text: String, _ word: String) -> String {
        var result = ""
        var rest = text[...]
        while let range = rest.firstRange(of: word) {
            let isPart =
                text[..<range.lowerBound].last.map(isOfWord) ?? false
                || rest[range.upperBound...].first.map(isOfWord) ?? false
            result += rest[..<range.lowerBound] + (isPart ? word : substitute)
            rest = rest[range.upperBound...]
        }
        return result + rest
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
