import Foundation

/// Passes a list of texts to a statement, which reads it with `json_each`.
enum TextList {
    /// Writes `texts` as one argument.
    static func argument(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }
}
