package import MirrorCore

/// The columns of a list that matter, by the names that its header has for them.
package struct AuditColumns: Sendable, Equatable {
    /// Of the numbers: a name, or `#3` for the third column.
    package var number: String
    /// Of what is compared.
    package var fields: [AuditField: String]

    package init(number: String, fields: [AuditField: String] = [:]) {
        self.number = number
        self.fields = fields
    }

    /// The names to look for in the file, places left out.
    package var names: [String] {
        ([number] + fields.keys.sorted().compactMap { fields[$0] }).filter { AuditHeader.place($0) == nil }
    }
}
