/// What time it is at the server, judged by the `Date` of its replies.
///
/// A `Date` is a whole second, and was written at some moment between send and receipt. So every reply says between
/// which two bounds the server's clock lies; together they get narrower. Instants of ours are those of ``Pace``.
///
/// Either clock may be wrong. Invariant: what is believed lies within a day of our own clock, or of a difference of more
/// than a day that an earlier run confirmed, or is what an earlier run saw and did not believe, on a clock that ran on
/// since. So a jump of more than a day counts only when a later run sees it, too, and a clock that goes on by 20 hours from
/// run to run leads nowhere; a `Date` that is not believed is as good as none.
package struct ServerClock: Sendable, Equatable {
    /// The server's time minus ours, at least and at most; nil before the first reply.
    package private(set) var difference: ClosedRange<Duration>?
    /// How often a reply contradicted what was known by more than clocks drift apart: one was set, theirs or ours.
    package private(set) var jumps = 0

    /// What was seen and not believed; nil when every reply was believed.
    package private(set) var doubted: Doubt?
    /// The difference that this run is the second to see; nil when there is none.
    package private(set) var confirmed: Duration?
    private let expectation: Expectation?

    /// What earlier runs know of the difference.
    package struct Expectation: Sendable, Equatable {
        /// What the last run believed; nil before the first.
        package var believed: Duration?
        /// What an earlier run saw and did not believe.
        package var doubted: Doubt?

        package init(believed: Duration? = nil, doubted: Doubt? = nil) {
            self.believed = believed
            self.doubted = doubted
        }
    }

    /// A difference that was seen and not believed.
    package struct Doubt: Sendable, Equatable {
        package var offset: Duration
        /// When it was first seen, by our clock, as a duration since 1970.
        package var since: Duration

        package init(offset: Duration, since: Duration) {
            self.offset = offset
            self.since = since
        }

        /// How far apart two runs have to be for the second to confirm what the first saw: a page that a cache keeps, or a
        /// `Date` that stands still, is out by as much then.
        package static let leastAge = Duration.seconds(300)
        /// How far a clock may drift meanwhile.
        private static let drift = Duration.seconds(60)

        /// Whether `offset` is the same clock's, seen again.
        package func isAbout(_ offset: Duration) -> Bool {
            abs((offset - self.offset).inSeconds) <= Self.drift.inSeconds
        }
    }

    /// A step that is longer counts only when a later run sees it.
    package static let longestStep = Duration.seconds(86_400)

    /// Less than this is drift: a `Date` is whole seconds, and no clock runs quite true.
    package static let tolerance = Duration.seconds(2)

    /// Knows nothing yet.
    ///
    /// - Parameter expectation: nil believes every reply.
    package init(_ expectation: Expectation? = nil) { self.expectation = expectation }

    /// Whether replies said the time and none could be believed.
    package var isInDoubt: Bool { difference == nil && doubted != nil }

    /// Takes a reply into account: `date` is its `Date` as a duration since 1970.
    ///
    /// A reply that contradicts what was known says that a clock was set: it alone counts from then on.
    package mutating func observe(date: Duration, sentAt: Duration, receivedAt: Duration) {
        let seen = (date - receivedAt)...max(date + .seconds(1) - sentAt, date - receivedAt)
        guard isBelievable(seen, at: receivedAt) else {
            let offset = (seen.lowerBound + seen.upperBound) / 2
            // Seen before: the doubt is as old as it was, unless our own clock was set back.
            let earlier = [doubted, expectation?.doubted].compactMap(\.self)
                .first { $0.isAbout(offset) && $0.since <= receivedAt }
            doubted = earlier ?? Doubt(offset: offset, since: receivedAt)
            return
        }
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

    private mutating func isBelievable(_ seen: ClosedRange<Duration>, at instant: Duration) -> Bool {
        guard let expectation else { return true }
        // Not what this run saw last, nor what the last one believed without another's word for it: a clock that goes on
        // by 20 hours each time would lead anywhere.
        let before = expectation.believed.flatMap {
            abs($0.inSeconds) > Self.longestStep.inSeconds ? $0 : nil
        }
        let known = [.zero, before, confirmed].compactMap(\.self)
        if known.contains(where: { Self.isNear($0, seen) }) { return true }
        // Once a reply was believed, another clock is a stray one, whatever an earlier run saw.
        guard difference == nil, let doubted = expectation.doubted,
            doubted.isAbout((seen.lowerBound + seen.upperBound) / 2),
            instant - doubted.since >= Doubt.leastAge
        else { return false }
        confirmed = doubted.offset
        return true
    }

    private static func isNear(_ offset: Duration, _ seen: ClosedRange<Duration>) -> Bool {
        let limit = longestStep + tolerance
        return seen.lowerBound - limit <= offset && offset <= seen.upperBound + limit
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
