/// Estimates from its round trip how much later than usual a request reached the server.
///
/// A request delayed on its way out shortens the distance to the next one. The excess of its round trip over
/// the usual one is an upper bound for that delay; it is allowed for while such excesses are small on
/// average.
struct ArrivalDelay: Sendable, Equatable {
    /// The usual round trip; nil before the first answer.
    private var usual: Duration?
    /// A running average of the excess over ``usual``.
    private var excess = Duration.zero

    /// Takes one round trip into account.
    ///
    /// - Parameter spacing: the spacing to hold.
    /// - Returns: the delay to add to the request's send time; zero when round trips vary so much that
    ///   allowing for it would cost more than 1 % of the pace.
    mutating func observe(_ roundTrip: Duration, spacing: Duration) -> Duration {
        guard let usual else {
            // Nothing is known of the usual time yet, and a new connection takes longer.
            self.usual = roundTrip
            return min(roundTrip, spacing)
        }
        self.usual = usual + (min(roundTrip, usual * 2) - usual) / 16
        // Any more than half the spacing is taken as delay on this side, after the answer had arrived.
        let late = min(max(roundTrip - usual, .zero), spacing / 2)
        // This allowance exists for a single long round trip, which must not switch it off.
        excess += (min(late, spacing / 20) - excess) / 32
        return excess <= spacing / 100 ? late : .zero
    }
}
