/// Scripted answers waiting for matching requests.
struct FaultQueue: Sendable {
    private struct Entry {
        let reply: ScriptedReply
        let endpoint: SandboxEndpoint?
        let msisdn: UInt64?
        /// nil: until the queue is cleared.
        var remaining: Int?
    }

    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// `endpoint` and `msisdn` nil: any; `times` nil: every time.
    mutating func add(_ reply: ScriptedReply, endpoint: SandboxEndpoint?, msisdn: UInt64?, times: Int?) {
        guard times.map({ $0 > 0 }) ?? true else { return }
        entries.append(Entry(reply: reply, endpoint: endpoint, msisdn: msisdn, remaining: times))
    }

    mutating func clear() { entries = [] }

    /// The answer for this request, counted as used; the oldest that fits is used first.
    mutating func take(endpoint: SandboxEndpoint, msisdn: UInt64?) -> ScriptedReply? {
        let fitting = entries.firstIndex {
            ($0.endpoint == nil || $0.endpoint == endpoint) && ($0.msisdn == nil || $0.msisdn == msisdn)
        }
        guard let fitting else { return nil }
        let reply = entries[fitting].reply
        if let remaining = entries[fitting].remaining {
            entries[fitting].remaining = remaining - 1
            if remaining == 1 { entries.remove(at: fitting) }
        }
        return reply
    }
}
