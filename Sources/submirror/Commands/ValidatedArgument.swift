import ArgumentParser
import MirrorCore

/// A type that can be parsed from an argument.
protocol ArgumentValue: Sendable {
    /// Nil if the text is invalid.
    static func read(_ text: String) -> Self?
}

extension Duration: ArgumentValue {
    static func read(_ text: String) -> Duration? { DurationText.duration(text) }
}

extension CalendarDay: ArgumentValue {
    static func read(_ text: String) -> CalendarDay? { CalendarDay(text) }
}

extension Msisdn: ArgumentValue {
    static func read(_ text: String) -> Msisdn? { try? Msisdn(spelled: text) }
}

/// An argument that is parsed once, with the command line.
///
/// `validate()` refuses an invalid text: the parser's own message would repeat it, and
/// it may be somebody's number.
struct ValidatedArgument<Value: ArgumentValue>: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let text: String
    /// Nil if the text is invalid.
    let value: Value?

    init(argument: String) {
        text = argument
        value = Value.read(argument)
    }

    var description: String { text }
}

extension ValidatedArgument<Duration> {
    var isPositive: Bool { value.map { $0 > .zero } ?? false }
}

extension ValidatedArgument<Msisdn> {
    /// The number.
    ///
    /// - Throws: `ValidationError` if the text is not a number.
    var number: Msisdn {
        get throws {
            guard let value else {
                // It may still be somebody's number.
                let shown = text.count > 5 ? "…\(text.suffix(3))" : text
                throw ValidationError(
                    "\(shown) is not a number: write the digits with the country code, such as 47 900 00 001")
            }
            return value
        }
    }
}
