package import MirrorCore

/// The relevant columns of a list, by their names in its header.
package struct AuditColumns: Sendable, Equatable {
    /// The column of numbers: a name, or `#3` for the third column.
    package var number: String
    /// The columns to compare.
    package var fields: [AuditField: String]

    package init(number: String, fields: [AuditField: String] = [:]) {
        self.number = number
        self.fields = fields
    }

    /// The names to look for in the file, without positions such as `#3`.
    package var names: [String] {
        ([number] + fields.keys.sorted().compactMap { fields[$0] }).filter { AuditHeader.place($0) == nil }
    }
}
