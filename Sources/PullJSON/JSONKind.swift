/// What sort of value stands in a document.
package enum JSONKind: String, Sendable {
    case object, array, string, number, boolean, null
}
