/// Folds groups of few people together, so that a table tells of nobody.
enum GroupFolding {
    /// `groups` with those of fewer than `smallest` as one.
    ///
    /// Where these are too few together, the smallest of the others goes with them: else what is missing to the total would
    /// tell how many they are.
    ///
    /// - Parameter groups: the largest first.
    static func folded(_ groups: [PageGroups.Group], below smallest: Int) -> [PageGroups.Group] {
        var kept = groups
        var folded: [PageGroups.Group] = []
        while let last = kept.last, last.count < smallest { folded.append(kept.removeLast()) }
        // A group without anybody tells of nobody, and is no company for another.
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
