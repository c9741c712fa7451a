package import MirrorCore

extension MillomJournalNews {
    /// Invented news from `start`, or from the journal's beginning, to where `facts` end if they are all that it holds.
    package static func invented(
        _ facts: [MillomJournalFact], of journal: String, from start: MillomJournalPosition? = nil
    ) -> MillomJournalNews {
        var end = MillomJournalPosition(journal: journal)
        for fact in facts {
            switch fact {
            case .purchase: break
            case .event: end.event += 1
            case .notification: end.notification += 1
            }
        }
        return MillomJournalNews(facts, from: start ?? MillomJournalPosition(journal: journal), to: end)
    }
}
