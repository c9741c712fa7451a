import Foundation

/// Passes a list of texts to a statement that reads it with `json_each`.
enum TextList {
    /// Encodes `texts` as one argument.
    static func argument(_ texts: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    }
}
