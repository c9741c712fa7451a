/// A value as written in one place of a document.
enum Token: Sendable, Hashable {
    /// Not written, not even the key.
    case absent
    case null
    case text(String)
    case integer(Int)
    case real(Double)
    case flag(Bool)
    case emptyArray
    case emptyObject
}

/// A value as written, together with what a careful reader gets from it.
///
/// Documents use one half, the truth the other: neither ever sees the other's output.
struct Spelled: Sendable {
    let token: Token
    let truth: TruthValue

    /// A placeholder without meaning for a reader.
    static func unreadable(_ token: Token) -> Spelled { Spelled(token: token, truth: .null) }
}

/// A list as written: its elements, or a substitute for them.
struct SpelledList<Element: Sendable>: Sendable {
    var elements: [Element]
    /// The substitute for the array; nil: the array itself.
    var substitute: Token?

    /// The elements that a reader finds.
    var readable: [Element] { substitute == nil ? elements : [] }
}
