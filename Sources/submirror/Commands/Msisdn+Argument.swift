import ArgumentParser
import MirrorCore

extension Msisdn {
    /// Reads a number as a person types it.
    ///
    /// - Throws: `ValidationError` for anything else.
    init(argument text: String) throws {
        guard let number = try? Msisdn(spelled: text) else {
            throw ValidationError("\(text) is no number: digits with the country code, such as 4790000001")
        }
        self = number
    }
}
