/// Merges groups of few people, so that a table identifies nobody.
enum GroupFolding {
    /// `groups`, with those smaller than `smallest` merged into one.
    ///
    /// If they are too few even together, the smallest of the other groups joins them: otherwise the
    /// difference to the total would reveal how many they are.
    ///
    /// - Parameter groups: the largest first.
    static func folded(_ groups: [PageGroups.Group], below smallest: Int) -> [PageGroups.Group] {
        var kept = groups
        var folded: [PageGroups.Group] = []
        while let last = kept.last, last.count < smallest { folded.append(kept.removeLast()) }
        // An empty group identifies nobody, and hides nobody.
        let people = { folded.reduce(0) { $0 + $1.count } }
        while people() > 0, people() < smallest, let next = kept.popLast() { folded.append(next) }
        guard !folded.isEmpty else { return kept }
        return kept + [
            PageGroups.Group(
                name: .small(folded.count), id: nil, count: people(),
                share: folded.reduce(0) { $0 + $1.share }, states: [])
        ]
    }
}
