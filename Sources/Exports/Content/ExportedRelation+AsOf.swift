import MirrorReading

extension ExportedRelation {
    /// Whether it can be read as of an earlier time; an export of the past omits the others.
    package var hasHistory: Bool { AsOfRelations.isKnown(name) }
}
