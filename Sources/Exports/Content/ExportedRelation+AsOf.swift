import MirrorReading

extension ExportedRelation {
    /// Whether it can be read as of an earlier time; an export as of one leaves the others out.
    package var hasHistory: Bool { AsOfRelations.isKnown(name) }
}
