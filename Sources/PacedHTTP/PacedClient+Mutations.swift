import AsyncHTTPClient
import Pacing

extension PacedClient {
    /// Sends `change`, at most once to an API that processes it.
    ///
    /// It waits for the pace and a token, and respects the deadline, like any call; a fault after it has left
    /// ends it.
    package func send(_ change: Mutation) async -> MutationReply {
        var history = History()
        while true {
            let departure = parts.inFlight.begin()
            do {
                let reply = try await attempt(change, departure, &history)
                _ = parts.inFlight.end(departure)
                if let reply { return reply }
            } catch {
                let hasLeft = parts.inFlight.end(departure)
                let end = MutationFailure(error, of: change.purpose)
                guard hasLeft else { return .notDone(end) }
                // The run's end cut it off after it had left.
                return .unknown(end == .failed(.timeSpent) ? .failed(.cutOff) : end)
            }
        }
    }

    /// Sends the change in its turn; nil if it was turned away and has to be sent again.
    private func attempt(
        _ change: Mutation, _ departure: String, _ history: inout History
    ) async throws -> MutationReply? {
        let (authorization, permit) = try await pacer.turn(
            ready: tokens.freshAuthorization, prepare: tokens.authorization)
        var paceAnswer = PaceAnswer.nothing
        var announced: QuotaAnnouncement?
        defer { pacer.answered(paceAnswer, to: permit, announcing: announced) }
        guard let url = configuration.baseURL.address(of: change.target) else {
            throw RequestFailure.foreignServer(change.purpose)
        }
        parts.counters.countRequest(change.purpose)
        let answer: HTTPExchange.Answer
        do {
            answer = try await exchange.send(
                request(url, change.body, change.headers, authorization, permit, departure: departure))
        } catch let fault as Fault {
            parts.counters.countOutcome(.failed, of: change.purpose)
            throw fault
        }
        announced = answer.announced
        log(answer, change.purpose, change.logged)
        guard !(200..<300).contains(answer.status) else {
            paceAnswer = .accepted
            parts.counters.countOutcome(.answered, of: change.purpose)
            tokens.prove(authorization)
            parts.observe(answer)
            return .answered(status: answer.status, body: answer.body)
        }
        let reply = ErrorReply(answer, to: change.purpose, in: dialect)
        let consequence = dialect.consequence(of: reply)
        paceAnswer = consequence.paceAnswer(retryAfter: answer.retryAfter)
        parts.counters.countOutcome(RequestOutcome(consequence), of: change.purpose)
        countUnknown(reply)
        return try judge(reply, consequence, authorization, &history, answer)
    }

    /// Decides whether the API has certainly not made the change.
    ///
    /// Nothing is inferred from an error's wording, nor from a status that may follow the deed.
    private func judge(
        _ reply: ErrorReply, _ consequence: RefusalConsequence, _ authorization: RequestAuthorization,
        _ history: inout History,
        _ answer: HTTPExchange.Answer
    ) throws -> MutationReply? {
        switch (reply.status, consequence) {
        case (401, .renewToken), (429, .waitForQuota), (429, .widenSpacing):
            do {
                switch try follow(
                    consequence, reply, authorization, &history, retryAfter: answer.retryAfter)
                {
                case .again, .paced: return nil
                case .done, .fault:
                    return .notDone(.failed(.fault(.server(reply), purpose: reply.purpose, tries: 1)))
                }
            } catch let failure as RequestFailure {
                return .notDone(.failed(failure))
            }
        case (let status, _) where Self.isRefusal(status): return .refused(reply, body: answer.body)
        default: return .unknown(.failed(.fault(.server(reply), purpose: reply.purpose, tries: 1)))
        }
    }

    /// Whether `status` means that nothing was done.
    ///
    /// A time-out or an abandoned gateway (408, 425, 499) does not mean that, nor does a redirect or a server
    /// error.
    private static func isRefusal(_ status: Int) -> Bool {
        (400..<499).contains(status) && ![408, 425].contains(status)
    }
}
