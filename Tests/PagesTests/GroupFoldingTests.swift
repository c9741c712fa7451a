import TestSupport
import Testing

@testable import Pages

@Suite("Groups of few people")
struct GroupFoldingTests {
    private static func groups(_ counts: [Int]) -> [PageGroups.Group] {
        counts.enumerated().map {
            PageGroups.Group(
                name: .text("\($0.offset)"), id: nil, count: $0.element, share: Double($0.element),
                states: [])
        }
    }

    @Test(
        "are shown together, and with the next larger where they are too few all the same",
        arguments: [
            ([], [], nil), ([9, 7], [9, 7], nil), ([9, 5, 4, 3], [9, 5], 2), ([9, 5, 4], [9], 2),
            ([9, 5, 5, 1], [9, 5], 2), ([4], [], 1), ([5, 0], [5], 1), ([6, 1, 0], [], 3),
        ] as [([Int], [Int], Int?)])
    func folds(counts: [Int], kept: [Int], folded: Int?) {
        let found = GroupFolding.folded(Self.groups(counts), below: 5)
        let small = found.compactMap { group in
            if case .small(let number) = group.name { number } else { nil }
        }
        #expect(found.filter { $0.id == nil && !$0.name.isSmall }.map(\.count) == kept)
        #expect(small == [folded].compactMap(\.self))
        #expect(found.reduce(0) { $0 + $1.count } == counts.reduce(0, +))
        #expect(found.reduce(0) { $0 + $1.share } == Double(counts.reduce(0, +)))
    }

    @Test("stay as they are where no size is too small")
    func none() { #expect(GroupFolding.folded(Self.groups([3, 1]), below: 1).map(\.count) == [3, 1]) }
}

extension PageGroups.Name {
    fileprivate var isSmall: Bool { if case .small = self { true } else { false } }
}
