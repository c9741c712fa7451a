/// The server's time, derived from the `Date` of its replies.
///
/// A `Date` is in whole seconds and was written at some moment between send and receipt. So every reply gives
/// two bounds for the server's clock; together they get narrower. Instants of ours are those of ``Pace``.
///
/// Either clock may be wrong. Invariant: a believed difference lies within a day of our own clock; or within
/// a day of a difference of more than a day that an earlier run confirmed; or an earlier run saw it, did not
/// believe it, and that clock has kept running since. So a jump of more than a day counts only once a later
/// run sees it too, and a clock that gains 20 hours per run cannot lead us astray; a `Date` that is not
/// believed is ignored.
package struct ServerClock: Sendable, Equatable {
    /// The server's time minus ours, as a lower and an upper bound; nil before the first reply.
    package private(set) var difference: ClosedRange<Duration>?
    /// How often a reply contradicted what was known by more than drift: one of the two clocks was set.
    package private(set) var jumps = 0

    /// The difference that was seen and not believed; nil when every reply was believed.
    package private(set) var doubted: UnconfirmedOffset?
    /// The difference that this run confirms, being the second to see it; nil when there is none.
    package private(set) var confirmed: Duration?
    private let expectation: Expectation?

    /// The difference as earlier runs measured it.
    package struct Expectation: Sendable, Equatable {
        /// The difference that the last run believed; nil before the first.
        package var believed: Duration?
        /// The difference that an earlier run saw and did not believe.
        package var doubted: UnconfirmedOffset?

        package init(believed: Duration? = nil, doubted: UnconfirmedOffset? = nil) {
            self.believed = believed
            self.doubted = doubted
        }
    }

    /// A difference that was seen and not believed.
    package struct UnconfirmedOffset: Sendable, Equatable {
        package var offset: Duration
        /// When it was first seen, by our clock, as a duration since 1970.
        package var since: Duration

        package init(offset: Duration, since: Duration) {
            self.offset = offset
            self.since = since
        }

        /// The minimum time between two runs for the second to confirm what the first saw.
        ///
        /// After that, a page kept by a cache, or a `Date` that stands still, shows a different offset.
        package static let leastAge = Duration.seconds(300)
        /// How far a clock may drift in the meantime.
        private static let drift = Duration.seconds(60)

        /// Whether `offset` comes from the same clock.
        package func isAbout(_ offset: Duration) -> Bool {
            abs((offset - self.offset).inSeconds) <= Self.drift.inSeconds
        }
    }

    /// A longer step counts only once a later run sees it too.
    package static let longestStep = Duration.seconds(86_400)

    /// Anything less is drift: a `Date` is in whole seconds, and no clock is quite accurate.
    package static let tolerance = Duration.seconds(2)

    /// Starts without any knowledge.
    ///
    /// - Parameter expectation: nil believes every reply.
    package init(_ expectation: Expectation? = nil) { self.expectation = expectation }

    /// Whether replies stated the time and none could be believed.
    package var isInDoubt: Bool { difference == nil && doubted != nil }

    /// Takes a reply into account; `date` is its `Date` as a duration since 1970.
    ///
    /// A reply that contradicts what was known shows that a clock was set: from then on it alone counts.
    package mutating func observe(date: Duration, sentAt: Duration, receivedAt: Duration) {
        let seen = (date - receivedAt)...max(date + .seconds(1) - sentAt, date - receivedAt)
        guard isBelievable(seen, at: receivedAt) else {
            let offset = (seen.lowerBound + seen.upperBound) / 2
            // Seen before: the doubt keeps its age, unless our own clock was set back.
            let earlier = [doubted, expectation?.doubted].compactMap(\.self)
                .first { $0.isAbout(offset) && $0.since <= receivedAt }
            doubted = earlier ?? UnconfirmedOffset(offset: offset, since: receivedAt)
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
        // Neither what this run saw last nor what the last run believed unconfirmed: a clock that gains 20
        // hours each time could lead us anywhere.
        let before = expectation.believed.flatMap {
            abs($0.inSeconds) > Self.longestStep.inSeconds ? $0 : nil
        }
        let known = [.zero, before, confirmed].compactMap(\.self)
        if known.contains(where: { Self.isNear($0, seen) }) { return true }
        // Once a reply was believed, a different clock is a stray, whatever an earlier run saw.
        guard difference == nil, let doubted = expectation.doubted,
            doubted.isAbout((seen.lowerBound + seen.upperBound) / 2),
            instant - doubted.since >= UnconfirmedOffset.leastAge
        else { return false }
        confirmed = doubted.offset
        return true
    }

    private static func isNear(_ offset: Duration, _ seen: ClosedRange<Duration>) -> Bool {
        let limit = longestStep + tolerance
        return seen.lowerBound - limit <= offset && offset <= seen.upperBound + limit
    }

    /// The bounds of the server's current time; nil before the first reply.
    package func now(at instant: Duration) -> ClosedRange<Duration>? {
        difference.map { ($0.lowerBound + instant)...($0.upperBound + instant) }
    }

    /// The server's clock minus ours, the middle of its bounds; nil before the first reply.
    package var offset: Duration? {
        difference.map { ($0.lowerBound + $0.upperBound) / 2 }
    }
}
