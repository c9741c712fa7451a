package import MirrorCore

extension MillomJournalBatch {
    /// Invented news with `facts`, from `start` or the journal's beginning.
    package static func invented(
        _ facts: [MillomJournalFact], of journal: String, from start: MillomJournalPosition? = nil
    ) -> MillomJournalBatch {
        var end = MillomJournalPosition(journal: journal)
        for fact in facts {
            switch fact {
            case .purchase: break
            case .event: end.event += 1
            case .notification: end.notification += 1
            }
        }
        return MillomJournalBatch(facts, from: start ?? MillomJournalPosition(journal: journal), to: end)
    }
}
