/// The least time between two sends: what is configured, else what 42902 has taught.
///
/// Learning is a search between the widest spacing that was refused and the narrowest that carried; then it rests there,
/// and tries a narrower one only now and then, ever more seldom while the answer is no.
struct SendSpacing: Sendable, Equatable {
    /// From the settings and the share, zero when not known.
    let configured: Duration
    /// The share of the learned pace that is ours, above 0 up to 1.
    let share: Double
    /// What is in force when nothing is configured, or more than what is; zero when there were no refusals.
    var learned: Duration = .zero
    /// The narrowest that has carried, nil while none has.
    var carried: Duration?
    /// The widest below it that was refused, zero when none is remembered.
    var refused: Duration = .zero
    /// Requests accepted in a row at this spacing.
    var accepted = 0
    /// How many have to be before a narrower one is tried.
    var patience = shortestPatience

    /// How much narrower the last try was, zero outside of tries.
    private var step = 0.0
    /// Whether one has carried: it was hardly wrong by much.
    private var isFound = false
    /// Requests up to this number were sent before the last change and are no evidence.
    private var changedAfter = 0
    /// Refusals of a configured spacing that came soon after each other.
    private var streak = -1

    /// A stray refusal on a busy line says little against what is configured; one after the other say that it is wrong.
    private static let strayFactors = [1.01, 1.03, 1.15, 1.5, 2]

    init(configured: Duration, share: Double) {
        self.configured = configured
        self.share = share
    }

    /// The first guess when nothing is known: 50 a second.
    static let firstGuess = Duration.milliseconds(20)
    /// The widest spacing that refusals lead to.
    static let widest = Duration.seconds(60)
    /// Less than this between two sends is no limit worth holding.
    static let narrowest = Duration.microseconds(100)
    /// As many accepted in a row show that a spacing carries.
    static let proof = 50
    /// The search ends when what carries is at most this much above what was refused.
    static let closeness = 1.04
    static let shortestPatience = 1000
    static let longestPatience = 16_000
    /// The first try is this much narrower; each that carries is followed by one twice as bold, up to a quarter.
    static let firstStep = 0.03

    /// The spacing in force.
    var current: Duration {
        let rests = step == 0 && learned == carried
        return max(configured, rests && share < 1 ? learned / share : learned)
    }

    /// Whether there is any limit to hold.
    var isKnown: Bool { configured > .zero || learned > .zero }

    mutating func refuse(_ permit: PacePermit, lastSent: Int) {
        guard permit.number > changedAfter else { return }
        if configured > .zero {
            streak = accepted >= 20 ? 0 : streak + 1
            let factor = Self.strayFactors[min(streak, Self.strayFactors.count - 1)]
            learned = min(max(configured, learned) * factor, max(Self.widest, configured))
        } else if let carried, learned < carried {
            refused = learned
            learned = carried
            patience = min(patience * 2, Self.longestPatience)
        } else {
            refused = learned
            // Where one has carried, the limit is hardly much wider.
            if carried != nil { isFound = true }
            let factor = isFound ? min(widening, 1.15) : widening
            learned = learned == .zero ? Self.firstGuess : min(learned * factor, Self.widest)
            carried = nil
        }
        step = 0
        accepted = 0
        changedAfter = lastSent
    }

    /// The longer it has carried, the less a single refusal says.
    private var widening: Double { 1 + min(max(3 / Double(max(accepted, 1)), 0.005), 1) }

    /// Notes a request that was let through; `enough` is the spacing that already uses up the quota, zero if none does.
    mutating func accept(_ permit: PacePermit, lastSent: Int, enough: Duration) {
        guard permit.number > changedAfter, permit.isTight || configured > .zero else { return }
        accepted += 1
        guard learned > .zero else { return }
        if configured > .zero { return recover() }
        guard accepted >= Self.proof else { return }
        if learned != carried {
            if step > 0 { patience = Self.shortestPatience }
            carried = learned
            // Where nothing narrower was refused the search has only begun.
            step = step > 0 || refused == .zero ? min(max(step * 2, refused == .zero ? 0.25 : 0), 0.25) : 0
        }
        guard learned > enough else {
            step = 0
            return
        }
        if step > 0 {
            change(to: learned * (1 - step), lastSent: lastSent)
        } else if refused > .zero, learned / refused > Self.closeness {
            change(to: .seconds((learned.inSeconds * refused.inSeconds).squareRoot()), lastSent: lastSent)
        } else if accepted >= patience {
            step = Self.firstStep
            change(to: learned * (1 - step), lastSent: lastSent)
        }
    }

    private mutating func change(to next: Duration, lastSent: Int) {
        learned = next < Self.narrowest ? .zero : next
        if learned == .zero { carried = nil }
        accepted = 0
        changedAfter = lastSent
    }

    /// Back towards what is configured, half a percent for every 100 requests.
    private mutating func recover() {
        guard accepted.isMultiple(of: 100) else { return }
        learned = learned * 0.995
        if learned <= configured { learned = .zero }
    }
}
