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

    /// All of them, names and positions.
    var all: [String] { [number] + fields.keys.sorted().compactMap { fields[$0] } }

    /// The names to look for in the file, without positions such as `#3`.
    package var names: [String] { all.filter { AuditHeader.place($0) == nil } }
}
