import ArgumentParser
import MirrorCore

/// A type that an argument is read as.
protocol ArgumentValue: Sendable {
    /// Nil for a text that is none.
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

/// An argument that was read once, with the command line.
///
/// `validate()` refuses a text that is no value: the parser's own words would repeat it, and it may be somebody's number.
struct ReadArgument<Value: ArgumentValue>: ExpressibleByArgument, CustomStringConvertible, Sendable {
    let text: String
    /// Nil where the text is none.
    let value: Value?

    init(argument: String) {
        text = argument
        value = Value.read(argument)
    }

    var description: String { text }
}

extension ReadArgument<Duration> {
    var isPositive: Bool { value.map { $0 > .zero } ?? false }
}

extension ReadArgument<Msisdn> {
    /// The number.
    ///
    /// - Throws: `ValidationError` for a text that is none.
    var number: Msisdn {
        get throws {
            guard let value else {
                // It may be somebody's all the same.
                let shown = text.count > 5 ? "…\(text.suffix(3))" : text
                throw ValidationError(
                    "\(shown) is no number: digits with the country code, such as 47 900 00 001")
            }
            return value
        }
    }
}
