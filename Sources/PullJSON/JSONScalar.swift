/// A value that was read, or the sort of one that has to be entered or skipped.
package enum JSONScalar {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(JSONText)
    /// A string that is no text: see ``JSONText/isReadable``.
    case unreadableString(JSONText)
    /// An object, still unread.
    case object
    /// An array, still unread.
    case array
}
