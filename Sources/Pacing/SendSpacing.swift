/// The minimum spacing between sends: as configured, else as learned from 42902.
///
/// Learning searches between the widest spacing that was refused and the narrowest that held. Then it rests
/// there and tries a narrower one only now and then, less and less often while that is refused.
struct SendSpacing: Sendable, Equatable {
    /// From the settings and the share; zero when unknown.
    let configured: Duration
    /// Our share of the learned pace, above 0 up to 1.
    let share: Double
    /// The spacing learned from refusals; used if none is configured, or if it is wider; zero if nothing was
    /// refused.
    var learned: Duration = .zero
    /// The narrowest spacing that held; nil while none has.
    var carried: Duration?
    /// The widest spacing below it that was refused; zero when none is remembered.
    var refused: Duration = .zero
    /// Requests accepted in a row at this spacing.
    var accepted = 0
    /// How many must be accepted before a narrower one is tried.
    var patience = shortestPatience

    /// How much narrower the last try was, zero outside of tries.
    private var step = 0.0
    /// Whether any spacing has held: it cannot have been far wrong.
    private var isFound = false
    /// Requests up to this number were sent before the last change and prove nothing.
    private var changedAfter = 0
    /// Refusals of a configured spacing in quick succession.
    private var streak = -1

    /// Factors that widen a configured spacing: a stray refusal on a busy line says little against it,
    /// several in a row say that it is wrong.
    private static let strayFactors = [1.01, 1.03, 1.15, 1.5, 2]

    init(configured: Duration, share: Double) {
        self.configured = configured
        self.share = share
    }

    /// The first guess when nothing is known: 50 a second.
    static let firstGuess = Duration.milliseconds(20)
    /// The widest spacing that refusals can lead to.
    static let widest = Duration.seconds(60)
    /// A spacing below this is not worth holding.
    static let narrowest = Duration.microseconds(100)
    /// This many accepted in a row show that a spacing holds.
    static let proof = 50
    /// The search ends once the spacing that holds is at most this factor above the one that was refused.
    static let closeness = 1.04
    static let shortestPatience = 1000
    static let longestPatience = 16_000
    /// How much narrower the first try is; each one that holds is followed by one twice as bold, up to a
    /// quarter.
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
            // Once a spacing has held, the limit is hardly much wider.
            if carried != nil { isFound = true }
            let factor = isFound ? min(widening, 1.15) : widening
            learned = learned == .zero ? Self.firstGuess : min(learned * factor, Self.widest)
            carried = nil
        }
        step = 0
        accepted = 0
        changedAfter = lastSent
    }

    /// The longer a spacing has held, the less a single refusal widens it.
    private var widening: Double { 1 + min(max(3 / Double(max(accepted, 1)), 0.005), 1) }

    /// Records a request that was let through; `enough` is the spacing that already uses up the quota, zero
    /// if none does.
    mutating func accept(_ permit: PacePermit, lastSent: Int, enough: Duration) {
        guard permit.number > changedAfter, permit.isTight || configured > .zero else { return }
        accepted += 1
        guard learned > .zero else { return }
        if configured > .zero { return recover() }
        guard accepted >= Self.proof else { return }
        if learned != carried {
            if step > 0 { patience = Self.shortestPatience }
            carried = learned
            // If nothing narrower was refused, the search has only begun.
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

    /// Narrows back towards the configured spacing, by half a percent per 100 requests.
    private mutating func recover() {
        guard accepted.isMultiple(of: 100) else { return }
        learned = learned * 0.995
        if learned <= configured { learned = .zero }
    }
}
