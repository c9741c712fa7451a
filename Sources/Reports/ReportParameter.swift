package import MirrorCore
import MirrorReading

/// A parameter of a report.
package struct ReportParameter: Sendable, Equatable {
    /// The kind of a parameter's values.
    package enum Kind: Sendable, Equatable {
        /// A moment; see ``MomentText``. A day means its beginning.
        case instant
        /// The inclusive start of a period; a day means its beginning.
        case start
        /// The exclusive end of a period; a day means its end.
        case end
        /// A whole number, within a range unless it is nil.
        case integer(ClosedRange<Int64>?)
        /// A text, one of the given values unless they are nil.
        case text([String]?)
    }

    /// A parameter's value if none is given.
    package enum Default: Sendable, Equatable {
        case nothing
        case text(String)
        /// The value of that setting.
        case setting(ReportSetting)
    }

    package let name: String
    package let kind: Kind
    package let standsFor: Default
    /// Whether it must be given; an optional parameter without a default is NULL.
    package let isRequired: Bool
    /// One sentence.
    package let description: Wording

    /// Parses `name type [allowed] (default VALUE | default setting:KEY | optional |
    /// required) "description" "the same in Norwegian"`; the last may be missing.
    ///
    /// The type is `instant`, `start`, `end`, `integer` or `text`; the allowed values are `1..3` for an
    /// integer and `a|b|c` for a text. Nil for anything else, and for a default that does not fit the type.
    init?(header: String) {
        guard let read = ReportHeader.words(before: header), read.words.count >= 3 else { return nil }
        description = read.description
        var words = read.words
        let last = words.removeLast()
        isRequired = last == "required"
        switch last {
        case "optional", "required": standsFor = .nothing
        case let text:
            guard words.removeLast() == "default", let value = Default(text) else { return nil }
            standsFor = value
        }
        guard (2...3).contains(words.count),
            let kind = Kind(words[1], allowed: words.count == 3 ? words[2] : nil)
        else { return nil }
        name = words[0]
        self.kind = kind
        if case .text(let text) = standsFor, kind.value(text, from: Viewpoint()) == nil { return nil }
    }
}

/// A setting from which a report's parameter may take its default.
package enum ReportSetting: String, Sendable, CaseIterable {
    case costCentre = "report.cost_centre"
}

extension ReportParameter.Default {
    fileprivate init?(_ text: String) {
        guard text.hasPrefix("setting:") else {
            self = .text(text)
            return
        }
        guard let setting = ReportSetting(rawValue: String(text.dropFirst("setting:".count))) else {
            return nil
        }
        self = .setting(setting)
    }

    func text(_ costCentres: CostCentres) -> String? {
        switch self {
        case .nothing: nil
        case .text(let text): text
        case .setting(.costCentre): costCentres.reference.rawValue
        }
    }
}

extension ReportParameter.Kind {
    fileprivate init?(_ type: String, allowed: String?) {
        switch (type, allowed) {
        case ("instant", nil): self = .instant
        case ("start", nil): self = .start
        case ("end", nil): self = .end
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

    /// Parses `text`; nil if it is not of this kind.
    func value(_ text: String, from viewpoint: Viewpoint) -> Value? {
        switch self {
        case .instant, .start: return MomentText.date(text, day: .beginning, from: viewpoint).map(Value.init)
        case .end: return MomentText.date(text, day: .end, from: viewpoint).map(Value.init)
        case .integer(let bounds):
            guard let number = Int64(text), bounds?.contains(number) ?? true else { return nil }
            return .integer(number)
        case .text(let choices):
            guard choices?.contains(text) ?? true else { return nil }
            return .text(text)
        }
    }

    /// The rule for a value, as a continuation of "it has to be".
    var expectation: String {
        switch self {
        case .instant, .start: MomentText.expectation(day: .beginning)
        case .end: MomentText.expectation(day: .end)
        case .integer(nil): "a whole number"
        case .integer(let bounds?): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .text(nil): "a text"
        case .text(let choices?): "one of \(choices.joined(separator: ", "))"
        }
    }
}
