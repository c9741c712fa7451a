/// What of a mirror is exported, and how.
package struct ExportOptions: Sendable {
    package var format: ExportFormat
    /// The relations to export, by name; nil for all.
    package var relations: [String]?
    /// What the content is known by, for whoever wants to tell whether two exports are of the same; it is
    /// passed on as it is.
    package var stamp: String?
    /// How much of people leaves.
    package var privacy = ExportPrivacy.full

    package init(format: ExportFormat = .csv, relations: [String]? = nil, stamp: String? = nil) {
        self.format = format
        self.relations = relations
        self.stamp = stamp
    }
}
