/// How many requests the API has said that we may still send, and until when that holds.
///
/// Before it is waited for the first time, one request more puts it to the test. It is believed until it is caught wrong:
/// what it forbids passes, or what it permits is refused.
struct QuotaAllowance: Sendable, Equatable {
    /// How many are left for us.
    var remaining = 0
    /// When the window ends that they are of.
    var until = Duration.zero
    /// Whether a request beyond it was refused.
    var isConfirmed = false

    private var isDistrusted = false
    /// The request whose answer said so; what was sent later comes off.
    private var number = 0
    /// The request that puts it to the test, nil when none is under way.
    private var trial: Int?

    init() {}

    /// Takes over what an earlier run was told.
    init(remaining: Int, until: Duration, isConfirmed: Bool) {
        self.remaining = remaining
        self.until = until
        self.isConfirmed = isConfirmed
    }

    /// When the next request may be sent, after `sent` of which `answered` have their answers.
    func decide(at now: Duration, sent: Int, answered: Int) -> PaceDecision {
        guard isSpent(at: now, sent: sent) else { return .now }
        guard !isConfirmed else { return .notBefore(until) }
        return sent > answered ? .whenAnswered : .now
    }

    mutating func send(_ request: Int, at now: Duration) {
        if isSpent(at: now, sent: request - 1), !isConfirmed { trial = request }
    }

    private func isSpent(at now: Duration, sent: Int) -> Bool {
        !isDistrusted && now < until && remaining - (sent - number) <= 0
    }

    /// How many are left, and until when that holds; nil when nothing is announced or believed.
    func left(at now: Duration, sent: Int) -> (Int, Duration)? {
        isDistrusted || now >= until ? nil : (remaining - (sent - number), until)
    }

    /// Takes in an answer and what it announces; `reserved` is how much of a limit is left to others.
    mutating func hear(
        _ announced: QuotaAnnouncement?, with answer: PaceAnswer, to permit: PacePermit,
        reserved: (Int) -> Int, at now: Duration
    ) {
        let wasTrial = trial == permit.number
        if wasTrial { trial = nil }
        switch answer {
        case .accepted:
            if wasTrial { isDistrusted = true }
        case .quotaSpent:
            if wasTrial { isConfirmed = true }
            if announced?.isPlausible == true, (announced?.remaining ?? 0) > 0 { isDistrusted = true }
        case .spikeArrest, .nothing: return
        }
        guard let announced, announced.isPlausible, permit.number >= number,
            let left = announced.remaining, let reset = announced.reset, reset > .zero
        else { return }
        let reserve = announced.limit.map(reserved) ?? 0
        // What is left to others needs no test, and would not pass one.
        if reserve > 0 { isConfirmed = true }
        remaining = left - reserve
        until = now + reset
        number = permit.number
    }
}
