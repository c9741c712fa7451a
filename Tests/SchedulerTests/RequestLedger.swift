import MirrorCore
import MirrorStore
import Normalizer
import Sandbox
import Scheduler
import TelenorAPI
import TestSupport
import Testing

/// Counts what a story's requests were for, and bounds those in vain.
///
/// A detail that was fetched and committed is useful if something had happened to its number.
/// Requests are in vain if they met a fault, were refused for the pace or for a token, or were in
/// flight when a run ended early. Besides, one that is refused again and again has an answered one sent once more in
/// between, to show whose limit it is: first after three refusals, then after each.
struct RequestLedger {
    private var details = 0
    private var lists = 0
    private var fetched = 0
    private var happenings = 0
    private var faults: [String: Int] = [:]
    private var refused = 0
    private var setAside = 0
    private var runs = 0
    private var cutShort = 0
    private(set) var breaches: [String] = []

    /// One run among faults: it may fail only by an API failure or an unreadable list.
    mutating func run(_ bench: Workbench, _ api: inout HostileAPI, seed: UInt64) async throws {
        let limit = api.random.once(in: 4) ? 1 + api.random.below(40) : nil
        do {
            note(
                try await bench.sync(
                    full: api.random.once(in: 4), maxRequests: limit,
                    deadline: api.random.once(in: 4) ? .seconds(30) : nil))
        } catch let error where error is APIFailure || error is DocumentError {
            runs += 1
            cutShort += 1
        }
    }

    mutating func note(_ report: SyncReport) {
        runs += 1
        setAside += report.summary.quarantined + report.summary.gone
        if report.outcome != .complete { cutShort += 1 }
    }

    /// Checks the bound at the end of a story with `changes` events, including the
    /// creation of each subscription.
    mutating func close(_ bench: Workbench, changes: Int) throws {
        let statistics = bench.sandbox.statistics
        details = statistics.count(of: .detail)
        lists = statistics.total - details - statistics.count(of: .token)
        faults = statistics.faults
        refused = [42_901, 42_902, 40_105, 40_106].reduce(0) { $0 + statistics.count(code: $1) }
        happenings = changes
        if case .integer(let sum) = try bench.rows("SELECT sum(fetched) FROM sync_run").first?.first {
            fetched = Int(sum)
        }
        let faultCount = faults.values.reduce(0, +)
        let inVain = details - fetched
        let witnesses = refused / 2
        let allowed =
            faultCount + refused + witnesses + setAside + cutShort * bench.settings.concurrency
        if inVain > allowed { breaches.append("\(inVain) details in vain, \(allowed) allowed: \(self)") }
    }

    static func += (sum: inout RequestLedger, more: RequestLedger) {
        sum.details += more.details
        sum.lists += more.lists
        sum.fetched += more.fetched
        sum.happenings += more.happenings
        sum.faults.merge(more.faults) { $0 + $1 }
        sum.refused += more.refused
        sum.setAside += more.setAside
        sum.runs += more.runs
        sum.cutShort += more.cutShort
        sum.breaches += more.breaches
    }
}

extension RequestLedger: CustomStringConvertible {
    var description: String {
        let kinds = faults.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return
            "\(runs) runs, \(cutShort) of them cut short; \(details) details asked for, \(fetched) fetched for "
            + "\(happenings) happenings, \(setAside) set aside or gone; \(lists) pages of lists; \(refused) refused "
            + "for pace or token; \(faults.values.reduce(0, +)) faults (\(kinds.joined(separator: ", ")))"
    }
}
