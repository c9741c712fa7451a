/// What is written into a document in one place.
enum Token: Sendable, Hashable {
    /// Not even the key.
    case absent
    case null
    case text(String)
    case integer(Int)
    case real(Double)
    case flag(Bool)
    case emptyArray
    case emptyObject
}

/// A value as it is written, together with what a careful reader gets from it.
///
/// Documents use the one half, the truth the other: neither ever looks at the other's output.
struct Spelled: Sendable {
    let token: Token
    let truth: TruthValue

    /// A placeholder that means nothing to a reader.
    static func unreadable(_ token: Token) -> Spelled { Spelled(token: token, truth: .null) }
}

/// A list as it is written: its elements, or something else in their place.
struct SpelledList<Element: Sendable>: Sendable {
    var elements: [Element]
    /// What stands there instead of an array; nil: the array.
    var substitute: Token?

    /// What a reader finds.
    var readable: [Element] { substitute == nil ? elements : [] }
}
