import Foundation
import Logging
import NIOHTTP1
import Pacing
import Synchronization

extension PacedClient {
    /// How often one request may be refused as too close before that counts as a fault; by then the spacing
    /// is at its widest.
    private static let spikeLimit = 50
    /// The longest `Retry-After` of a fault that is obeyed, and the longest total wait of one call between
    /// its tries.
    ///
    /// The run may be waiting for that call alone.
    private static let longestRetryAfter = Duration.seconds(300)

    /// The history of one call so far.
    struct History {
        var faults = 0
        var spikes = 0
        var pace = PaceRefusals()
        var isRenewed = false
        var isAskedAgain = false
        var isSent = false
        /// The total wait between its tries.
        var waited = Duration.zero
        /// The latest fault that used up the whole time a request may take.
        var timeout: Fault?
    }

    /// The refusals of one call as too many or too close, since another request was refused so, too.
    struct PaceRefusals {
        /// How many are waited for before another request is tried in between.
        static let patience = 3
        /// How many others have to pass: one may have come just when the limit allowed something again.
        static let witnesses = 2

        var count = 0
        var passedBetween = 0
    }

    /// The outcome of one sending.
    enum Outcome {
        case done(Reply)
        /// Send it again in its turn; it was not a fault.
        case again
        /// Refused as too many or too close.
        case paced(ErrorReply)
        case fault(Fault, retryAfter: Duration?)
    }

    /// Sends `call` until it is answered or fails for good.
    ///
    /// - Throws: ``RequestFailure``, or `CancellationError`.
    package func perform(_ call: Call) async throws -> Reply {
        var history = History()
        parts.retryWaits.begin()
        defer { parts.retryWaits.end() }
        do {
            while true {
                switch try await attempt(call, &history) {
                case .done(let reply): return reply
                case .again: continue
                case .paced(let reply):
                    guard try await isRefusedAlone(call, &history) else { continue }
                    throw RequestFailure.fault(
                        .server(reply), purpose: call.purpose, tries: history.pace.count)
                case .fault(let fault, let retryAfter):
                    history.faults += 1
                    if case .timedOut = fault { history.timeout = fault }
                    try await backOff(fault, call, &history, retryAfter: retryAfter)
                }
            }
        } catch RequestFailure.timeSpent where history.isSent {
            guard call.isOneOfMany, let fault = history.timeout else { throw RequestFailure.cutOff }
            throw RequestFailure.fault(fault, purpose: call.purpose, tries: history.faults)
        }
    }

    private func attempt(_ call: Call, _ history: inout History) async throws -> Outcome {
        let (authorization, permit) = try await pacer.turn(
            ready: tokens.freshAuthorization, prepare: tokens.authorization)
        var paceAnswer = PaceAnswer.nothing
        var announced: QuotaAnnouncement?
        defer { pacer.answered(paceAnswer, to: permit, announcing: announced) }
        let question = call.question(permit.sentAt)
        guard let url = configuration.baseURL.address(of: question.target) else {
            throw RequestFailure.foreignServer(call.purpose)
        }
        parts.counters.countRequest(call.purpose)
        history.isSent = true
        let answer: HTTPExchange.Answer
        do {
            answer = try await exchange.send(
                request(url, question.body, question.headers, authorization, permit))
        } catch let fault as Fault {
            parts.counters.countOutcome(.failed, of: call.purpose)
            return .fault(fault, retryAfter: nil)
        }
        announced = answer.announced
        log(answer, call.purpose, call.logged)
        switch ClassifiedReply(answer, to: call, in: dialect) {
        case .success(let rows):
            paceAnswer = .accepted
            parts.counters.countOutcome(.answered, of: call.purpose)
            tokens.prove(authorization)
            parts.observe(answer)
            parts.answered.withLock { $0 = call }
            if let doubt = serverClock.unconfirmedOffset {
                throw RequestFailure.clockInDoubt(offset: doubt.offset)
            }
            if !history.isAskedAgain, !question.accepts(answer.sentAt) {
                history.isAskedAgain = true
                return .again
            }
            return .done(reply(answer, rows: rows))
        case .fault(let fault):
            paceAnswer = .accepted
            parts.counters.countOutcome(.failed, of: call.purpose)
            return .fault(fault, retryAfter: answer.retryAfter)
        case .refused(let reply):
            let consequence = dialect.consequence(of: reply)
            parts.counters.countOutcome(RequestOutcome(consequence), of: call.purpose)
            paceAnswer = consequence.paceAnswer(retryAfter: answer.retryAfter)
            countUnknown(reply)
            return try follow(consequence, reply, authorization, &history, retryAfter: answer.retryAfter)
        }
    }

    func follow(
        _ consequence: RefusalConsequence, _ reply: ErrorReply, _ authorization: RequestAuthorization,
        _ history: inout History, retryAfter: Duration?
    ) throws -> Outcome {
        switch consequence {
        case .fail: throw RequestFailure.refused(reply)
        case .retry: return .fault(.server(reply), retryAfter: retryAfter)
        case .renewToken:
            guard case .token(let token) = authorization else {
                throw RequestFailure.credentialsMissing(reply.purpose)
            }
            if history.isRenewed { tokens.countVainRenewal(token) }
            guard !history.isRenewed, tokens.invalidate(token) else {
                throw RequestFailure.credentialsRefused(reply)
            }
            history.isRenewed = true
            return .again
        case .waitForQuota:
            parts.counters.countQuotaRefusal()
            return .paced(reply)
        case .widenSpacing:
            parts.counters.countSpikeRefusal()
            history.spikes += 1
            return history.spikes < Self.spikeLimit ? .paced(reply) : .fault(.server(reply), retryAfter: nil)
        }
    }

    /// Whether `call` alone is refused, by limits that are not the run's: another request passes between its refusals,
    /// time and again.
    private func isRefusedAlone(_ call: Call, _ history: inout History) async throws -> Bool {
        history.pace.count += 1
        guard call.isOneOfMany, history.pace.count >= PaceRefusals.patience else { return false }
        guard history.pace.passedBetween < PaceRefusals.witnesses else { return true }
        guard let other = parts.answered.withLock({ $0 }) else { return false }
        var otherHistory = History()
        do {
            if case .done = try await attempt(other, &otherHistory) {
                history.pace.passedBetween += 1
                return false
            }
        } catch let failure as RequestFailure where failure.isAboutTheRequest {
            // The other call's answer says nothing about this one.
        }
        history.pace = PaceRefusals()
        return false
    }

    /// Waits before the request is sent again.
    ///
    /// - Throws: the fault, if it was tried often enough; ``RequestFailure/timeSpent`` if the run would end
    ///   by then, since the fault may not be the final result.
    private func backOff(
        _ fault: Fault, _ call: Call, _ history: inout History, retryAfter: Duration?
    ) async throws {
        let tries = history.faults
        let failure = RequestFailure.fault(fault, purpose: call.purpose, tries: tries)
        guard fault.isWorthRetrying, tries <= configuration.retries.limit else { throw failure }
        let delay = configuration.retries.delay(before: tries, random: parts.jitter())
        // One number's server may ask for any wait; the other numbers need not wait with it.
        let longest = min(parts.longestWait ?? Self.longestRetryAfter, Self.longestRetryAfter)
        let wait = max(delay, min(retryAfter ?? .zero, longest))
        history.waited += wait
        guard history.waited <= Self.longestRetryAfter else { throw failure }
        let until = parts.clock.now + wait
        if let end = parts.clock.end, until + timeToJudge(call, after: fault) > end {
            throw RequestFailure.timeSpent
        }
        parts.counters.countRetry()
        parts.logger.debug(
            "request failed, trying again",
            metadata: [
                "purpose": "\(call.purpose.rawValue)", "fault": "\(fault)",
                "tries": .stringConvertible(tries),
            ])
        try await parts.retryWaits.sleep(until: until)
    }

    /// How long `call` has to be in flight again before its outcome is conclusive.
    ///
    /// A call that is one of many and used its whole time is judged by that; the rest of the run is for
    /// requests that show whether the API answers at all.
    private func timeToJudge(_ call: Call, after fault: Fault) -> Duration {
        guard call.isOneOfMany, case .timedOut(let stage) = fault else { return .zero }
        return switch stage {
        case .firstByte: configuration.timeouts.firstByte
        case .body: configuration.timeouts.body
        }
    }

    /// - Parameter departure: the mark of a request that must not be sent twice, see ``InFlightRequests``.
    func request(
        _ url: String, _ body: [UInt8]?, _ headers: [RequestHeader], _ authorization: RequestAuthorization,
        _ permit: PacePermit,
        departure: String? = nil
    ) -> HTTPExchange.Request {
        var all = HTTPHeaders()
        for header in headers { all.replaceOrAdd(name: header.name, value: header.value) }
        // Our own headers come last, so that no other can replace them.
        all.remove(name: "authorization")
        if case .token(let token) = authorization {
            all.add(name: "authorization", value: "Bearer \(token.value)")
        }
        all.replaceOrAdd(name: "accept", value: "application/json")
        all.replaceOrAdd(name: "user-agent", value: configuration.userAgent)
        all.replaceOrAdd(name: ConnectionWatch.permit, value: "\(permit.number)")
        all.remove(name: ConnectionWatch.departure)
        if let departure { all.add(name: ConnectionWatch.departure, value: departure) }
        if body?.isEmpty == false { all.replaceOrAdd(name: "content-type", value: "application/json") }
        return HTTPExchange.Request(url: url, headers: all, body: body)
    }

    private func reply(_ answer: HTTPExchange.Answer, rows: Int?) -> Reply {
        Reply(
            body: answer.body.isEmpty ? Array("[]".utf8) : answer.body, rows: rows,
            serverTimeSent: serverTime(at: answer.sentAt).map { Date(since1970: $0.lowerBound) })
    }

    func countUnknown(_ reply: ErrorReply) {
        guard !dialect.isDocumented(reply) else { return }
        if let code = reply.code.map(String.init) ?? reply.name { parts.counters.countUnknownCode(code) }
    }

    func log(
        _ answer: HTTPExchange.Answer, _ purpose: RequestPurpose, _ logged: @Sendable () -> Logger.Metadata
    ) {
        guard parts.logger.logLevel <= .debug else { return }
        let metadata: Logger.Metadata = [
            "purpose": "\(purpose.rawValue)", "status": .stringConvertible(answer.status),
            "bytes": .stringConvertible(answer.body.count),
            "milliseconds": .stringConvertible(Int((answer.receivedAt - answer.sentAt).inSeconds * 1000)),
        ]
        parts.logger.debug(
            "request answered", metadata: metadata.merging(logged()) { first, _ in first })
    }
}
