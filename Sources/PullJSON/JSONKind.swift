/// The kind of a value in a document.
package enum JSONKind: String, Sendable {
    case object, array, string, number, boolean, null
}
