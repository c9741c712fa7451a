/// How many requests the API says we may still send, and until when.
///
/// Before the first wait, one extra request tests the announcement. It is then believed until proven wrong: a
/// request that it forbids passes, or one that it permits is refused.
struct QuotaAllowance: Sendable, Equatable {
    /// Requests left for us.
    var remaining = 0
    /// When their window ends.
    var until = Duration.zero
    /// Whether the limit needs no test: a request beyond it was refused, or part of it is reserved for
    /// others.
    var isConfirmed = false

    private var isDistrusted = false
    /// The request whose answer announced it; requests sent later are subtracted.
    private var number = 0
    /// The request that tests the limit; nil when none is in flight.
    private var trial: Int?

    init() {}

    /// Resumes with the announcement that an earlier run received.
    init(remaining: Int, until: Duration, isConfirmed: Bool) {
        self.remaining = remaining
        self.until = until
        self.isConfirmed = isConfirmed
    }

    /// When the next request may be sent, given `sent` requests of which `answered` have been answered.
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

    /// The requests left, and until when; nil when nothing is announced or believed.
    func left(at now: Duration, sent: Int) -> (Int, Duration)? {
        isDistrusted || now >= until ? nil : (remaining - (sent - number), until)
    }

    /// Takes in an answer and its announcement; `reserved` gives the part of a limit that is left to others.
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
        // A share reserved for others needs no test, and would not pass one.
        if reserve > 0 { isConfirmed = true }
        remaining = left - reserve
        until = now + reset
        number = permit.number
    }
}
