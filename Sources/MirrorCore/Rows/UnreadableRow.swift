/// How many values of a number's detail were unreadable at one place.
package struct UnreadableRow: RelationRow {
    package static let relation = Relation.unreadable
    package var msisdn: Msisdn
    package var path: String
    package var count: Int

    package init(msisdn: Msisdn, path: String, count: Int) {
        self.msisdn = msisdn
        self.path = path
        self.count = count
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(repeated: path)
        try sink.add(Int64(count))
    }
}
