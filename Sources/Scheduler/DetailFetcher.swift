import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import PacedHTTP
import TelenorAPI

/// Fetches one number's detail and turns the reply, or its refusal, into an outcome.
struct DetailFetcher {
    let context: RunContext
    /// How many clock jumps the client had seen at the time of the poll.
    let clockJumps: Int

    private var client: TelenorClient { context.client }
    private var settings: SyncSettings { context.settings }

    func fetch(_ number: QueuedNumber) async throws -> Fetched<FetchOutcome> {
        let msisdn = number.msisdn
        do {
            let reply = try await client.detail(msisdn)
            return read(reply, orderable: try await orderableAddOns(of: msisdn), of: number)
        } catch let failure as APIFailure {
            return try outcome(of: failure, for: msisdn)
        }
    }

    /// The orderable add-ons; nil if they are not requested or are refused, as the detail alone determines
    /// the outcome.
    private func orderableAddOns(of msisdn: Msisdn) async throws -> OrderableAddOnList? {
        guard settings.fetchesOrderableAddOns else { return nil }
        do {
            let reply = try await client.orderableAddOns(msisdn)
            return try Normalizer.readOrderableAddOns(
                reply.body.span.bytes, msisdn: msisdn, language: settings.language)
        } catch let error where error is DocumentError || (error as? APIFailure)?.mayConcernOneAlone == true {
            context.logger.warning(
                "the orderable add-ons of a number cannot be read, and stay as they were",
                metadata: ["msisdn": "\(msisdn.redacted)", "reason": "\(client.scrub("\(error)"))"])
            return nil
        }
    }

    private func read(_ reply: Reply, orderable: OrderableAddOnList?, of number: QueuedNumber) -> Fetched<
        FetchOutcome
    > {
        let msisdn = number.msisdn
        do {
            var fetched = FetchedDocument(
                try Normalizer.normalize(
                    detail: reply.body.span.bytes, asked: msisdn, language: settings.language))
            fetched.raw = settings.keepsRaw ? RawDocument(of: reply.body) : nil
            // A time from a clock other than the poll's could make the next poll miss a change.
            fetched.fetchedAt = client.clockJumps == clockJumps ? reply.serverTimeSent : nil
            fetched.isRefresh = number.reason == .refresh
            if let orderable {
                fetched.document.anomalies += orderable.anomalies
                fetched.orderable = OrderableAddOns(rows: orderable.addOns, texts: orderable.texts)
            }
            fetched.document.anomalies = context.scrubbed(fetched.document.anomalies)
            return .document(.document(fetched))
        } catch {
            context.logger.warning(
                "a detail cannot be used", metadata: ["msisdn": "\(msisdn.redacted)", "reason": "\(error)"])
            return .verdict(
                .failed(msisdn, stage: .normalize, error: "\(error)"),
                APIFailure.detailsUnusable(reason: "\(error)"))
        }
    }

    private func outcome(of failure: APIFailure, for msisdn: Msisdn) throws -> Fetched<FetchOutcome> {
        switch failure {
        case .numberGone(_, let reply), .numberNotOurs(_, let reply):
            return .verdict(.denied(msisdn, code: client.scrub("\(reply)")), APIFailure.misconfigured(reply))
        case .numberInvalid(_, let reply):
            return .verdict(
                .failed(msisdn, stage: .fetch, error: client.scrub("\(reply)")),
                APIFailure.misconfigured(reply))
        case .fault(let fault, _, _):
            return .fault(.failed(msisdn, stage: .fetch, error: client.scrub("\(fault)")), failure)
        case .credentialsRefused(let reply), .misconfigured(let reply), .badRequest(let reply):
            guard failure.mayConcernOneAlone else { throw failure }
            return .fault(.failed(msisdn, stage: .fetch, error: client.scrub("\(reply)")), failure)
        case .quotaSpent(let until):
            throw RunStop.quotaSpent(until: until)
        case .tooClose(let since):
            throw RunStop.tooClose(since: since)
        case .timeSpent:
            throw RunStop.timeSpent
        case .cutOff, .foreignServer, .detailsUnusable, .pageRepeated, .tooManyPages, .clockInDoubt:
            throw failure
        }
    }
}
