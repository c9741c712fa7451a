/// How much later than usual a request seems to have arrived, judged by when its answer came.
///
/// A request that was held up on its way shortens the distance to the next one. What its answer took longer than usual
/// is the most that it can have been held up; where that is little on the whole it is allowed for.
struct ArrivalDelay: Sendable, Equatable {
    /// How long answers take, nil before the first.
    private var usual: Duration?
    /// By how much the slower ones exceed it, spread over all.
    private var excess = Duration.zero

    /// Takes in how long an answer took.
    ///
    /// - Parameter spacing: the least distance that is to be held.
    /// - Returns: what to add to the time at which the request left; zero where answers take so differently long that
    ///   allowing for it would cost more than a hundredth of the pace.
    mutating func observe(_ roundTrip: Duration, spacing: Duration) -> Duration {
        guard let usual else {
            // Of the first nobody knows what is usual, and a new connection takes its time.
            self.usual = roundTrip
            return min(roundTrip, spacing)
        }
        self.usual = usual + (min(roundTrip, usual * 2) - usual) / 16
        // What is later than that was late on this side, after it had arrived.
        let late = min(max(roundTrip - usual, .zero), spacing / 2)
        // A single long one is what this is for, and must not turn it off.
        excess += (min(late, spacing / 20) - excess) / 32
        return excess <= spacing / 100 ? late : .zero
    }
}
