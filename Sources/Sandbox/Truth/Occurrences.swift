/// Numbers rows that share an identity, in the order of their content.
enum Occurrences {
    /// Rows of `identity`, occurrence, `content`, sorted.
    static func rows(_ items: [(identity: [TruthValue], content: [TruthValue])]) -> [[TruthValue]] {
        let sorted = items.sorted {
            precedes([$0.identity, $0.content], [$1.identity, $1.content])
        }
        var previous: [TruthValue]?
        var occurrence = 0
        return sorted.map { item in
            occurrence = item.identity == previous ? occurrence + 1 : 1
            previous = item.identity
            return item.identity + [TruthValue(occurrence)] + item.content
        }
    }

    /// Whether `left` comes before `right`: list by list, cell by cell, with a prefix before the longer list.
    static func precedes(_ left: [[TruthValue]], _ right: [[TruthValue]]) -> Bool {
        left.lexicographicallyPrecedes(right) { $0.lexicographicallyPrecedes($1) }
    }
}
