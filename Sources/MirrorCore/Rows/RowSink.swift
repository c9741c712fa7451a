/// Takes in all rows of one relation that a number has, in their canonical order.
package protocol RowSink {
    associatedtype Failure: Error
    mutating func add<Row: RelationRow>(_ rows: [Row]) throws(Failure)
}
