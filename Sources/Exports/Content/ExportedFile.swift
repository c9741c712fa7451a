/// A completed file of an export.
package struct ExportedFile: Sendable, Equatable {
    /// The rows of one relation in the file, or some of them.
    package struct Part: Sendable, Equatable {
        package let relation: String
        /// The sheet or table that holds them; nil if the file holds nothing else.
        package let table: String?
        /// The number of rows, without a header line.
        package let rows: Int

        init(relation: String, table: String? = nil, rows: Int) {
            self.relation = relation
            self.table = table
            self.rows = rows
        }
    }

    package let name: String
    package let bytes: Int
    /// Lower-case hexadecimal digits.
    package let sha256: String
    package let parts: [Part]
}
