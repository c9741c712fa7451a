/// What time it is at the server, judged by the `Date` of its replies.
///
/// A `Date` is a whole second, and was written at some moment between send and receipt. So every reply says between
/// which two bounds the server's clock lies; together they get narrower. Instants of ours are those of ``Pace``.
package struct ServerClock: Sendable, Equatable {
    /// The server's time minus ours, at least and at most; nil before the first reply.
    package private(set) var difference: ClosedRange<Duration>?
    /// How often a reply contradicted what was known by more than clocks drift apart: one was set, theirs or ours.
    package private(set) var jumps = 0

    /// Less than this is drift: a `Date` is whole seconds, and no clock runs quite true.
    package static let tolerance = Duration.seconds(2)

    /// Knows nothing yet.
    package init() {}

    /// Takes a reply into account: `date` is its `Date` as a duration since 1970.
    ///
    /// A reply that contradicts what was known says that a clock was set: it alone counts from then on.
    package mutating func observe(date: Duration, sentAt: Duration, receivedAt: Duration) {
        let seen = (date - receivedAt)...max(date + .seconds(1) - sentAt, date - receivedAt)
        guard let known = difference else {
            difference = seen
            return
        }
        guard known.overlaps(seen) else {
            difference = seen
            let step = max(seen.lowerBound - known.upperBound, known.lowerBound - seen.upperBound)
            if step > Self.tolerance { jumps += 1 }
            return
        }
        difference = max(known.lowerBound, seen.lowerBound)...min(known.upperBound, seen.upperBound)
    }

    /// Between which instants the server's now lies; nil before the first reply.
    package func now(at instant: Duration) -> ClosedRange<Duration>? {
        difference.map { ($0.lowerBound + instant)...($0.upperBound + instant) }
    }

    /// The server's clock minus ours, in the middle of what is possible; nil before the first reply.
    package var offset: Duration? {
        difference.map { ($0.lowerBound + $0.upperBound) / 2 }
    }
}
