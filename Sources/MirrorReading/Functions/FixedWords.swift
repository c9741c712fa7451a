/// Gives a report's fixed words in another language, and any other text unchanged.
package typealias FixedWords = @Sendable (String) -> String
