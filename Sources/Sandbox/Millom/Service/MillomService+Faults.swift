import Synchronization

extension MillomService {
    /// The answer to a request, after the fault rules.
    ///
    /// `draw`: returns a fault for a request that the gateway lets through; nil: none.
    func answer(_ route: MillomRoute, _ request: IncomingRequest, draw: () -> FaultPlan.Draw?) -> Reply {
        if case .control = route { return answerOrRefusal(route, request) }
        do throws(MillomRefusal) { try gate(route, request) } catch {
            var reply = error.reply
            if error.cause == .tooManyRequests { reply.headers = [("Retry-After", String(retryAfter))] }
            return reply
        }
        guard let draw = draw() else { return answerOrRefusal(route, request) }
        var reply = answer(route, request, with: draw)
        reply.fault = draw.fault
        return reply
    }

    private func answerOrRefusal(_ route: MillomRoute, _ request: IncomingRequest) -> Reply {
        do throws(MillomRefusal) { return try served(route, request) } catch { return error.reply }
    }

    private func answer(_ route: MillomRoute, _ request: IncomingRequest, with draw: FaultPlan.Draw) -> Reply
    {
        var draw = draw
        switch draw.fault {
        case .code(let code, _): return Self.error(status: ErrorBody.status(of: code))
        case .serverError: return Self.error(status: draw.generator.pick([500, 502, 503]))
        case .doneError:
            _ = answerOrRefusal(route, request)
            return Self.error(status: 500)
        case .resetUnread: return Reply(status: 200, code: 0, body: [], delivery: .reset(after: nil))
        case .html: return Reply(status: 200, code: 200, body: Damage.html, contentType: Damage.htmlType)
        case .html502: return Reply(status: 502, code: 502, body: Damage.html, contentType: Damage.htmlType)
        case .empty: return .json([])
        case .malformed:
            var reply = answerOrRefusal(route, request)
            reply.body = Damage.malformed(reply.body, by: &draw.generator)
            return reply
        case .contentType:
            var reply = answerOrRefusal(route, request)
            reply.contentType = "text/plain"
            return reply
        case .revokeToken, .expireToken:
            if let token = request.bearer { tokens.withLock { $0.revoke(token) } }
            return Self.error(status: 401)
        case .reset, .resetBody, .truncate, .truncateChunked, .drip, .hang, .slow, .duplicateRows,
            .repeatPage,
            .ignorePage:
            return answerOrRefusal(route, request).delivered(draw.fault, slowDelay: slowDelay)
        }
    }

    static func error(status: Int) -> Reply {
        MillomRefusal(MillomCause(status: status), status: status).reply
    }
}
