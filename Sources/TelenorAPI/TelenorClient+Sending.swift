import AsyncHTTPClient
import Foundation
import Logging
import MirrorCore
import NIOHTTP1
import Pacing

extension TelenorClient {
    /// How often one request is refused as too close before that counts as a fault: the spacing is at its widest then.
    private static let spikeLimit = 50
    /// A `Retry-After` of a fault is obeyed up to this.
    private static let longestRetryAfter = Duration.seconds(300)

    /// What has happened to one call so far.
    private struct History {
        var faults = 0
        var spikes = 0
        var isRenewed = false
        var isWidened = false
    }

    /// What one sending came to.
    private enum Outcome {
        case done(Reply)
        /// Send it again in its turn: it was no fault.
        case again
        case fault(Fault, retryAfter: Duration?)
    }

    /// Sends `call` until there is an answer.
    func perform(_ call: Call) async throws -> Reply {
        var history = History()
        while true {
            switch try await attempt(call, &history) {
            case .done(let reply): return reply
            case .again: continue
            case .fault(let fault, let retryAfter):
                history.faults += 1
                try await backOff(fault, call, tries: history.faults, retryAfter: retryAfter)
            }
        }
    }

    private func attempt(_ call: Call, _ history: inout History) async throws -> Outcome {
        let (token, permit) = try await pacer.turn(ready: tokens.fresh, prepare: tokens.token)
        var paceAnswer = PaceAnswer.nothing
        var announced: QuotaAnnouncement?
        defer { pacer.answered(paceAnswer, to: permit, announcing: announced) }
        let (url, since) = try address(of: call, at: permit.sentAt)
        parts.counters.countRequest(call.purpose)
        let answer: HTTPExchange.Answer
        do {
            answer = try await exchange.send(request(url, token))
        } catch let fault as Fault {
            return .fault(fault, retryAfter: nil)
        }
        announced = answer.announced
        log(answer, call)
        switch Reading(answer, to: call) {
        case .success(let rows):
            paceAnswer = .accepted
            parts.observe(answer)
            if let doubt = parts.doubt { throw APIFailure.clockInDoubt(offset: doubt.offset) }
            return isTooShort(since, call, answer, &history)
                ? .again : .done(reply(answer, rows: rows, since: since))
        case .fault(let fault):
            paceAnswer = .accepted
            return .fault(fault, retryAfter: answer.retryAfter)
        case .refused(let reply, let verdict):
            paceAnswer = verdict.paceAnswer(retryAfter: answer.retryAfter)
            countUnknown(reply)
            return try follow(verdict, reply, call, token, &history, retryAfter: answer.retryAfter)
        }
    }

    private func follow(
        _ verdict: Verdict, _ reply: ErrorReply, _ call: Call, _ token: AccessToken,
        _ history: inout History, retryAfter: Duration?
    ) throws -> Outcome {
        switch verdict {
        case .numberGone: throw about(call, reply, APIFailure.numberGone)
        case .numberNotOurs: throw about(call, reply, APIFailure.numberNotOurs)
        case .numberInvalid: throw about(call, reply, APIFailure.numberInvalid)
        case .misconfigured: throw APIFailure.misconfigured(reply)
        case .badRequest: throw APIFailure.badRequest(reply)
        case .fault: return .fault(.server(reply), retryAfter: retryAfter)
        case .renewToken:
            if history.isRenewed { tokens.countVainRenewal(token) }
            guard !history.isRenewed, tokens.invalidate(token) else {
                throw APIFailure.credentialsRefused(reply)
            }
            history.isRenewed = true
            return .again
        case .quotaSpent:
            parts.counters.countQuotaRefusal()
            return .again
        case .spikeArrest:
            parts.counters.countSpikeRefusal()
            history.spikes += 1
            return history.spikes < Self.spikeLimit ? .again : .fault(.server(reply), retryAfter: nil)
        }
    }

    /// A verdict about a number is given only where one was asked for, see ``Verdict/of(status:code:asksForNumber:)``.
    private func about(
        _ call: Call, _ reply: ErrorReply, _ failure: (Msisdn, ErrorReply) -> APIFailure
    ) -> APIFailure {
        call.msisdn.map { failure($0, reply) } ?? .badRequest(reply)
    }

    /// Waits before the request is sent again.
    ///
    /// - Throws: the fault, when it has been tried often enough; ``APIFailure/timeSpent`` when the run would be over
    ///   by then, as the fault may not be the last word.
    private func backOff(_ fault: Fault, _ call: Call, tries: Int, retryAfter: Duration?) async throws {
        guard fault.isWorthRetrying, tries <= configuration.retries.limit else {
            throw APIFailure.fault(fault, purpose: call.purpose, tries: tries)
        }
        let delay = configuration.retries.delay(before: tries, random: parts.jitter())
        // One number's server may ask for what it likes; the others need not wait with it.
        let longest = min(parts.longestWait ?? Self.longestRetryAfter, Self.longestRetryAfter)
        let until = parts.clock.now + max(delay, min(retryAfter ?? .zero, longest))
        if let end = parts.clock.end, until > end { throw APIFailure.timeSpent }
        parts.counters.countRetry()
        parts.logger.debug(
            "request failed, trying again",
            metadata: [
                "purpose": "\(call.purpose.rawValue)", "fault": "\(fault)",
                "tries": .stringConvertible(tries),
            ])
        try await parts.clock.sleep(until: until)
    }

    private func address(of call: Call, at instant: Duration) throws -> (url: String, since: Int?) {
        let target: String
        var since: Int?
        switch call.target {
        case .fixed(let fixed): target = fixed
        case .changes(let start, let path, let rest):
            let seconds = self.since(start, at: instant)
            target = "\(path)?since=\(seconds)&\(rest)"
            since = seconds
        }
        guard let url = configuration.baseURL.address(of: target) else {
            throw APIFailure.foreignServer(call.purpose)
        }
        return (url, since)
    }

    /// Whether the reply shows that the server's clock was so far ahead of what was thought that the search did not
    /// reach back to its start: then it is asked once more, now that the clock is known.
    private func isTooShort(
        _ since: Int?, _ call: Call, _ answer: HTTPExchange.Answer, _ history: inout History
    ) -> Bool {
        guard let since, case .changes(let start, _, _) = call.target, !history.isWidened,
            let earliest = parts.serverTime(at: answer.sentAt)?.lowerBound
        else { return false }
        history.isWidened = earliest - .seconds(since) > start
        return history.isWidened
    }

    private func request(_ url: String, _ token: AccessToken) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.headers = [
            "authorization": "Bearer \(token.value)", "accept": "application/json",
            "user-agent": configuration.userAgent,
        ]
        return request
    }

    private func reply(_ answer: HTTPExchange.Answer, rows: Int?, since: Int?) -> Reply {
        Reply(
            body: answer.body.isEmpty ? Array("[]".utf8) : answer.body, rows: rows,
            serverDate: answer.date.map { Date(since1970: $0) },
            serverTimeSent: parts.serverTime(at: answer.sentAt).map { Date(since1970: $0.lowerBound) },
            since: since, receivedAt: Date(since1970: answer.receivedAt))
    }

    private func countUnknown(_ reply: ErrorReply) {
        if let code = reply.code {
            if Verdict.byCode[code] == nil { parts.counters.countUnknownCode(String(code)) }
        } else if let name = reply.name {
            parts.counters.countUnknownCode(name)
        }
    }

    private func log(_ answer: HTTPExchange.Answer, _ call: Call) {
        parts.logger.debug(
            "request answered",
            metadata: [
                "purpose": "\(call.purpose.rawValue)", "status": .stringConvertible(answer.status),
                "bytes": .stringConvertible(answer.body.count),
                "milliseconds": .stringConvertible(Int((answer.receivedAt - answer.sentAt).inSeconds * 1000)),
                "msisdn": "\(call.msisdn?.redacted ?? "-")",
            ])
    }
}
