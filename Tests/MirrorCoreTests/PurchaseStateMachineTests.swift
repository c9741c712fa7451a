import MirrorCore
import TestSupport
import Testing

@Suite("What the facts about a purchase say together")
struct PurchaseStateMachineTests {
    @Test(
        "the state follows from the facts",
        arguments: [
            ([.intended], .intended),
            // Until an answer is recorded, the outcome is unknown.
            ([.intended, .sent], .unknown), ([.intended, .abandoned], .abandoned),
            ([.intended, .sent, .completed], .completed), ([.intended, .sent, .failed], .failed),
            ([.intended, .sent, .processing], .processing), ([.intended, .sent, .unknown], .unknown),
            // The request was not sent, and there was no other.
            ([.intended, .sent, .abandoned], .abandoned),
            ([.intended, .sent, .unknown, .sent, .abandoned], .unknown),
            ([.intended, .sent, .processing, .sent, .abandoned], .processing),
            ([.intended, .sent, .sent, .abandoned], .unknown),
            ([.intended, .sent, .processing, .callbackCompleted], .completed),
            ([.intended, .sent, .processing, .callbackFailed], .failed),
            ([.intended, .sent, .unknown, .resolvedCompleted], .completed),
            ([.intended, .sent, .unknown, .resolvedFailed], .failed),
            // The callback may overtake the answer.
            ([.intended, .sent, .callbackCompleted, .processing], .completed),
            ([.intended, .sent, .callbackFailed, .completed], .failed),
            ([.intended, .sent, .processing, .unknown], .unknown),
            ([.intended, .sent, .unknown, .sent, .processing], .processing),
        ] as [([PurchaseEventKind], PurchaseState)])
    func states(kinds: [PurchaseEventKind], state: PurchaseState) {
        #expect(PurchaseStateMachine(kinds).state == state)
    }

    @Test(
        "a fact that says something else than the end is counted, and one that agrees is not",
        arguments: [
            ([.intended, .sent, .completed, .callbackCompleted], []),
            ([.intended, .sent, .completed, .callbackFailed], [4]),
            ([.intended, .sent, .unknown, .resolvedFailed, .callbackCompleted, .processing], [5]),
            ([.intended, .abandoned, .callbackFailed, .callbackCompleted], [4]),
        ] as [([PurchaseEventKind], [Int])])
    func contradictions(kinds: [PurchaseEventKind], numbers: [Int]) {
        #expect(PurchaseStateMachine(kinds).contradictions == numbers)
    }

    @Test(
        "what a process left is abandoned where nothing was sent, and unknown where no answer was written down",
        arguments: [
            ([.intended], .abandoned), ([.intended, .sent], .unknown),
            ([.intended, .sent, .unknown, .sent], .unknown), ([.intended, .sent, .unknown], nil),
            ([.intended, .sent, .processing], nil), ([.intended, .sent, .completed], nil),
            ([.intended, .abandoned], nil),
        ] as [([PurchaseEventKind], PurchaseEventKind?)])
    func leftovers(kinds: [PurchaseEventKind], leftover: PurchaseEventKind?) {
        #expect(PurchaseStateMachine(kinds).leftover == leftover)
    }

    @Test("its rules hold for facts in any order", arguments: 0..<20)
    func anyOrder(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        for _ in 0..<500 {
            let length = random.below(10)
            let kinds = [.intended] + (0..<length).map { _ in random.pick(PurchaseEventKind.allCases) }
            var course = PurchaseStateMachine()
            var end: PurchaseState?
            for (index, kind) in kinds.enumerated() {
                course.add(kind)
                check(course, Array(kinds.prefix(index + 1)))
                if let end { #expect(course.state == end, "an end is final: \(kinds)") }
                if course.state.isEnd { end = course.state }
            }
            #expect(course == PurchaseStateMachine(kinds))
        }
    }

    private func check(_ course: PurchaseStateMachine, _ kinds: [PurchaseEventKind]) {
        #expect(course.state.isEnd == (course.end != nil))
        #expect(course.contradictions.allSatisfy { $0 > (course.end ?? .max) })
        if kinds.contains(.sent) { #expect(course.state != .intended, "\(kinds)") }
        let before = kinds.prefix(course.end ?? kinds.count)
        switch course.state {
        case .completed, .failed:
            // The first final fact decides.
            #expect(before.compactMap(\.end) == [course.state], "\(kinds)")
        case .abandoned:
            #expect(before.count { $0 == .sent } <= 1 && before.last == .abandoned, "\(kinds)")
            #expect(before.allSatisfy { [.intended, .sent, .abandoned].contains($0) }, "\(kinds)")
        case .intended, .processing, .unknown: #expect(kinds.allSatisfy { $0.end == nil }, "\(kinds)")
        }
        if let leftover = course.leftover {
            var next = course
            next.add(leftover)
            #expect(next.leftover == nil && next.state != .intended, "\(kinds)")
        }
    }
}
