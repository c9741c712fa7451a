/// A scalar value, or the kind of a container that must be entered or skipped.
package enum JSONScalar {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(JSONText)
    /// A string that is not text: see ``JSONText/isReadable``.
    case unreadableString(JSONText)
    /// An object, still unread.
    case object
    /// An array, still unread.
    case array
}
