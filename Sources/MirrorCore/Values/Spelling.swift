/// Finds the word that a misspelt one was meant to be.
package enum Spelling {
    /// The one of `words` nearest to `text`, the first of equally near ones; nil if there are none.
    package static func nearest(to text: String, among words: [String]) -> String? {
        words.min { distance($0, text) < distance($1, text) }
    }

    /// `; did you mean …?` to end a sentence with; `otherwise` if more than a third of the letters would
    /// differ.
    package static func hint(
        for text: String, among words: [String], otherwise: String = ""
    ) -> String {
        guard let word = nearest(to: text, among: words), distance(word, text) <= max(1, text.count / 3)
        else { return otherwise }
        return "; did you mean \(word)?"
    }

    /// How many letters must be inserted, removed, changed, or swapped with their neighbour.
    private static func distance(_ left: String, _ right: String) -> Int {
        // No word is longer, and the cost grows quadratically.
        let (left, right) = (Array(left.prefix(200)), Array(right.prefix(200)))
        var before: [Int] = []
        var row = Array(0...right.count)
        for i in left.indices {
            var next = [i + 1]
            for j in right.indices {
                let isSame = left[i] == right[j]
                var least = min(row[j] + (isSame ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, before[j - 1] + 1)
                }
                next.append(least)
            }
            (before, row) = (row, next)
        }
        return row[right.count]
    }
}
