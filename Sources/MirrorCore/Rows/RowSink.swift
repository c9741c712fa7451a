/// Receives all of a number's rows of one relation, in their canonical order.
package protocol RowSink {
    associatedtype Failure: Error
    mutating func add<Row: RelationRow>(_ rows: [Row]) throws(Failure)
}
