import Foundation
import Pacing

/// Refusals in a row as the gateway saw them: of any kind, with no accepted request between them.
struct RefusalRow: CustomStringConvertible {
    /// How many there were.
    private(set) var count = 0
    private(set) var spikes = 0
    /// When the first of them was sent.
    let sentAt: Double
    /// When the client learned of the first refusal.
    private var heardAt = Double.infinity
    /// The requests in flight when the client learned of it, that one included.
    private(set) var inFlight = 0

    /// Refusals beyond those in flight and one probe.
    var beyond: Int { count - inFlight - 1 }

    var description: String {
        "\(count) refused in a row (\(spikes) spikes), \(inFlight) in flight, at \(sentAt)"
    }

    private init(sentAt: Double) { self.sentAt = sentAt }

    /// All rows among `sent`.
    static func rows(among sent: [PaceSimulation.Sent]) -> [RefusalRow] {
        var rows: [RefusalRow] = []
        var row: RefusalRow?
        for request in sent.sorted(by: { $0.arrivedAt < $1.arrivedAt }) {
            switch request.answer {
            case .accepted:
                if let row { rows.append(row) }
                row = nil
            case .nothing: break
            case .quotaSpent, .spikeArrest:
                var next = row ?? RefusalRow(sentAt: request.at)
                next.count += 1
                if case .spikeArrest = request.answer { next.spikes += 1 }
                next.heardAt = min(next.heardAt, request.answeredAt)
                row = next
            }
        }
        if let row { rows.append(row) }
        for index in rows.indices {
            let heardAt = rows[index].heardAt
            rows[index].inFlight = sent.count { $0.at <= heardAt && $0.answeredAt >= heardAt }
        }
        return rows
    }

    /// How many probes it takes to find the end of a first window of unknown length, one at a time and each
    /// after a wait 1.25 times as long; and the steps from the first guess of a spacing, each twice as wide.
    static func steps(toLearn limits: PaceSimulationTests.Limits) -> Int {
        let window = limits.quota.map { _ in log(1 + limits.seconds / 8) / log(1.25) } ?? 0
        let spacing = limits.perSecond.map { max(0, log2(50 / $0)) } ?? 0
        return Int((window + spacing).rounded(.up))
    }

    /// Whether a request left beside the probe of a spent quota.
    ///
    /// From the refusal on that a client has heard of, until it hears of an accepted probe, only one request
    /// at a time may be in flight. A killed run, whose answers nobody heard, says nothing of the next.
    static func hasCompany(_ sent: [PaceSimulation.Sent]) -> Bool {
        var events: [(at: Double, isAnswer: Bool, index: Int)] = []
        for (index, request) in sent.enumerated() where request.answeredAt < .infinity {
            events.append((request.at, false, index))
            events.append((request.answeredAt, true, index))
        }
        // A request sent at the instant of an answer follows it.
        events.sort { ($0.at, $0.isAnswer ? 0 : 1) < ($1.at, $1.isAnswer ? 0 : 1) }
        var (isClosed, probe) = (false, Int?.none)
        for event in events {
            guard event.isAnswer else {
                guard isClosed else { continue }
                if probe != nil { return true }
                probe = event.index
                continue
            }
            let answer = sent[event.index].answer
            if case .quotaSpent = answer { isClosed = true }
            guard probe == event.index else { continue }
            probe = nil
            if answer == .accepted { isClosed = false }
        }
        return false
    }
}
