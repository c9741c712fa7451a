import Pacing
import Testing

/// Invariant: if answers arrive at regular intervals, two requests keep their spacing on
/// arrival, not only on departure.
@Suite("Requests that were held up on their way")
struct PaceArrivalDelayTests {
    private static let spacing = Duration.microseconds(101_500)

    /// Sends as soon as allowed, receives each answer after the given time; returns the
    /// intervals between departures.
    private static func distances(answers: [Duration]) -> [Duration] {
        var pace = Pace(settings: PaceSettings(perSecond: 10))
        var now = Duration.seconds(1_000_000)
        var sent: [Duration] = []
        for answer in answers {
            if case .notBefore(let instant) = pace.decide(at: now) { now = instant }
            let permit = pace.send(at: now)
            pace.left(permit.number, at: now)
            sent.append(now)
            now += answer
            pace.answer(.accepted, to: permit, at: now)
        }
        return zip(sent, sent.dropFirst()).map { $1 - $0 }
    }

    @Test("an answer that is late once puts the next request off by as much")
    func late() {
        var answers = [Duration](repeating: .milliseconds(5), count: 40)
        answers[20] = .milliseconds(25)
        let distances = Self.distances(answers: answers)
        #expect(distances[20] == Self.spacing + .milliseconds(20))
        #expect(Set(distances[1..<20]) == [Self.spacing])
    }

    @Test("the first request, on a new connection, counts from its answer")
    func first() {
        let distances = Self.distances(answers: [Duration](repeating: .milliseconds(30), count: 3))
        #expect(distances == [Self.spacing + .milliseconds(30), Self.spacing])
    }

    @Test("where answers take very different times the pace is kept as it is")
    func uneven() {
        let answers = (0..<200).map { Duration.milliseconds($0.isMultiple(of: 2) ? 5 : 60) }
        #expect(Set(Self.distances(answers: answers).suffix(100)) == [Self.spacing])
    }
}
