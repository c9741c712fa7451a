import MirrorCore
import Testing

@Suite("The difference between two sets of rows")
struct RelationDiffTests {
    private static func rows(_ texts: [String]) -> [[Value]] { texts.map { [.text($0), .null] } }

    @Test(
        "is what has to go and what has to come, in whatever order the rows stand",
        arguments: [
            ([], [], [], []), (["a"], ["a"], [], []), (["a", "b"], ["b", "a"], [], []),
            ([], ["a", "b"], [], ["a", "b"]), (["a", "b"], [], ["a", "b"], []),
            (["a", "b", "c"], ["c", "d", "a"], ["b"], ["d"]),
            (["\u{e5}"], ["a\u{30a}"], ["\u{e5}"], ["a\u{30a}"]),
        ] as [([String], [String], [String], [String])])
    func difference(current: [String], next: [String], removed: [String], inserted: [String]) {
        let diff = RelationDiff(from: Self.rows(current), to: Self.rows(next))
        #expect(diff.removed == Self.rows(removed))
        #expect(diff.inserted == Self.rows(inserted))
        #expect(diff.isEmpty == (removed.isEmpty && inserted.isEmpty))
    }

    @Test("holds a row that changed on both sides")
    func changed() {
        let diff = RelationDiff(from: [[.integer(1), .integer(0)]], to: [[.integer(1), .null]])
        #expect(diff.removed == [[.integer(1), .integer(0)]])
        #expect(diff.inserted == [[.integer(1), .null]])
    }
}
