import ArgumentParser
import MirrorCore

extension Msisdn {
    /// Reads a number as a person types it.
    ///
    /// - Throws: `ValidationError` for anything else.
    init(argument text: String) throws {
        guard let number = try? Msisdn(spelled: text) else {
            // It may be somebody's all the same.
            let shown = text.count > 5 ? "…\(text.suffix(3))" : text
            throw ValidationError(
                "\(shown) is no number: digits with the country code, such as 47 900 00 001")
        }
        self = number
    }
}
