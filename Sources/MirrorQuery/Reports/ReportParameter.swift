import Foundation
import MirrorCore

/// What a report wants to know before it answers.
package struct ReportParameter: Sendable, Equatable {
    /// What a value of the parameter is.
    package enum Kind: Sendable, Equatable {
        /// A moment; see ``ReportInstant``.
        case instant
        /// A whole number within bounds; nil where any will do.
        case integer(ClosedRange<Int64>?)
        /// Any text, or one of a few; nil where any will do.
        case text([String]?)
    }

    package let name: String
    package let kind: Kind
    /// What stands for it when it is not given; nil for none.
    package let defaultText: String?
    /// Whether it has to be given; one that need not be and has no default is NULL.
    package let isRequired: Bool
    /// One sentence.
    package let description: String

    /// Reads `name type [allowed] (default VALUE | optional | required) "description"`.
    ///
    /// The type is `instant`, `integer` or `text`; what is allowed is `1..3` for an integer and `a|b|c` for a
    /// text. Nil for anything else, and for a default that its own type does not allow.
    init?(header: String) {
        guard let quote = header.firstIndex(of: "\""), header.last == "\"" else { return nil }
        description = String(header[header.index(after: quote)...].dropLast())
        var words = header[..<quote].split(separator: " ").map(String.init)
        guard words.count >= 3, !description.isEmpty else { return nil }
        switch words.removeLast() {
        case "optional": (defaultText, isRequired) = (nil, false)
        case "required": (defaultText, isRequired) = (nil, true)
        case let text:
            guard words.removeLast() == "default" else { return nil }
            (defaultText, isRequired) = (text, false)
        }
        guard (2...3).contains(words.count),
            let kind = Kind(words[1], allowed: words.count == 3 ? words[2] : nil)
        else { return nil }
        name = words[0]
        self.kind = kind
        if let defaultText, kind.value(defaultText, now: .distantPast) == nil { return nil }
    }
}

extension ReportParameter.Kind {
    fileprivate init?(_ type: String, allowed: String?) {
        switch (type, allowed) {
        case ("instant", nil): self = .instant
        case ("integer", nil): self = .integer(nil)
        case ("text", nil): self = .text(nil)
        case ("integer", let allowed?):
            let bounds = allowed.split(separator: ".").compactMap { Int64($0) }
            guard bounds.count == 2, bounds[0] <= bounds[1], allowed == "\(bounds[0])..\(bounds[1])" else {
                return nil
            }
            self = .integer(bounds[0]...bounds[1])
        case ("text", let allowed?): self = .text(allowed.split(separator: "|").map(String.init))
        default: return nil
        }
    }

    /// What `text` means; nil when it is not of this kind.
    func value(_ text: String, now: Date) -> Value? {
        switch self {
        case .instant:
            return ReportInstant.date(text, now: now).map { .text(Instant.text($0)) }
        case .integer(let bounds):
            guard let number = Int64(text), bounds?.contains(number) ?? true else { return nil }
            return .integer(number)
        case .text(let choices):
            guard choices?.contains(text) ?? true else { return nil }
            return .text(text)
        }
    }

    /// What a value has to be, to follow "it has to be".
    var expectation: String {
        switch self {
        case .instant: ReportInstant.expectation
        case .integer(nil): "a whole number"
        case .integer(let bounds?): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .text(nil): "a text"
        case .text(let choices?): "one of \(choices.joined(separator: ", "))"
        }
    }
}
