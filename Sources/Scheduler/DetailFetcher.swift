import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import TelenorAPI

/// Fetches one number's detail and turns the reply, or its refusal, into an outcome.
struct DetailFetcher {
    let client: TelenorClient
    let store: MirrorStore
    let settings: SyncSettings
    let time: TimeSource
    let logger: Logger
    /// How often the server's clock had been set when the run polled.
    let clockJumps: Int

    enum Fetched: Sendable {
        case outcome(FetchOutcome)
        /// The number's requests failed one and all, or were refused, which may be the number's fault or the API's.
        case fault(FetchOutcome, APIFailure)
    }

    /// What one number costs when nothing has to be repeated.
    var requestsPerNumber: Int { settings.fetchesOrderableAddOns ? 2 : 1 }

    /// - Throws: what concerns the run rather than the number: no token, a spent quota, cancellation.
    func fetch(_ number: QueuedNumber) async throws -> Fetched {
        let msisdn = number.msisdn
        do {
            let reply = try await client.detail(msisdn)
            let orderable = settings.fetchesOrderableAddOns ? try await client.orderableAddOns(msisdn) : nil
            return .outcome(read(reply, orderable: orderable, of: number))
        } catch let failure as APIFailure {
            return try outcome(of: failure, for: msisdn)
        }
    }

    private func read(_ reply: Reply, orderable: Reply?, of number: QueuedNumber) -> FetchOutcome {
        let msisdn = number.msisdn
        do {
            var fetched = FetchedDocument(
                try Normalizer.normalize(
                    detail: reply.body.span.bytes, asked: msisdn, language: settings.language))
            fetched.raw = settings.keepsRaw ? RawDocument(of: reply.body) : nil
            // A time of another clock than the poll's could make the next poll pass over a change.
            fetched.fetchedAt = client.clockJumps == clockJumps ? reply.serverTimeSent : nil
            fetched.isRefresh = number.reason == .refresh
            if let orderable {
                let list = try Normalizer.readOrderableAddOns(
                    orderable.body.span.bytes, msisdn: msisdn, language: settings.language)
                fetched.document.anomalies += list.anomalies
                fetched.orderable = OrderableAddOns(rows: list.addOns, texts: list.texts)
            }
            return .document(fetched)
        } catch {
            logger.warning(
                "a detail cannot be used", metadata: ["msisdn": "\(msisdn.redacted)", "reason": "\(error)"])
            return .failed(msisdn, stage: .normalize, error: "\(error)")
        }
    }

    private func outcome(of failure: APIFailure, for msisdn: Msisdn) throws -> Fetched {
        switch failure {
        case .numberGone(_, let reply), .numberNotOurs(_, let reply):
            return .outcome(.denied(msisdn, code: client.scrub("\(reply)")))
        case .numberInvalid(_, let reply):
            return .outcome(.failed(msisdn, stage: .fetch, error: client.scrub("\(reply)")))
        case .fault(let fault, _, _):
            return .fault(.failed(msisdn, stage: .fetch, error: client.scrub("\(fault)")), failure)
        case .credentialsRefused(let reply), .misconfigured(let reply), .badRequest(let reply):
            guard failure.mayConcernOneAlone else { throw failure }
            return .fault(.failed(msisdn, stage: .fetch, error: client.scrub("\(reply)")), failure)
        case .quotaSpent(let until):
            throw RunStop.quotaSpent(until: until)
        case .timeSpent:
            throw RunStop.timeSpent
        case .foreignServer, .pageRepeated, .tooManyPages, .clockInDoubt:
            throw failure
        }
    }
}
