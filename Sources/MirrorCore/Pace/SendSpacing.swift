/// The least time between two sends: what is configured, and what 42902 has taught.
struct SendSpacing: Sendable, Equatable {
    /// From the settings, zero when not known.
    let configured: Duration
    /// What refusals widened it to, zero when there were none or it has recovered.
    var learned: Duration = .zero
    /// The widest spacing that was refused, zero when none was: recovery stays above it.
    var refused: Duration = .zero
    var refusedAt: Duration?

    private var acceptedInARow = 0
    private var widenedAfter = 0

    init(configured: Duration) {
        self.configured = configured
    }

    var current: Duration { max(configured, learned) }

    /// The first guess when nothing is known: 50 a second.
    static let firstGuess = Duration.milliseconds(20)
    /// The widest spacing that refusals lead to.
    static let widest = Duration.seconds(60)
    /// How long a refused spacing is believed; limits are changed at times.
    static let memory = Duration.seconds(3600)

    /// Widens after a refusal; requests that were sent before the last widening are no new evidence.
    ///
    /// Half as wide again when this spacing has carried ten requests in a row, double while it has not.
    mutating func widen(after permit: PacePermit, lastSent: Int, at now: Duration) {
        guard permit.number > widenedAfter else { return }
        let before = current
        let factor = acceptedInARow >= 10 ? 1.5 : 2
        var next = max(before * factor, Self.firstGuess)
        if let gap = permit.gap, gap > next, gap <= max(before, Self.firstGuess) * 4 {
            next = gap * 1.1
        }
        refused = max(before, isBelieved(at: now) ? refused : .zero)
        refusedAt = now
        learned = min(next, max(Self.widest, configured))
        acceptedInARow = 0
        widenedAfter = lastSent
    }

    /// Narrows by 5 % after every 50 accepted requests, down to what is configured or just above what was refused.
    mutating func recover(after permit: PacePermit, at now: Duration) {
        guard learned > .zero, permit.number > widenedAfter else { return }
        acceptedInARow += 1
        guard acceptedInARow.isMultiple(of: 50) else { return }
        let floor = isBelieved(at: now) ? max(configured, refused * 1.05) : configured
        learned = max(learned * 0.95, floor)
        if learned <= configured || learned < .microseconds(100) { learned = .zero }
    }

    private func isBelieved(at now: Duration) -> Bool {
        guard let refusedAt else { return false }
        return now - refusedAt < Self.memory
    }
}
