import Synchronization

extension SandboxService {
    /// The rules' fault for a request that the gateway lets through.
    func plannedFault(_ route: Route, _ request: IncomingRequest) -> FaultPlan.Draw? {
        plannedFault(route.endpoint, msisdn: route.msisdn, request)
    }

    func plannedFault(
        _ endpoint: SandboxEndpoint, msisdn: UInt64?, _ request: IncomingRequest
    ) -> FaultPlan.Draw? {
        plan.withLock { plan in
            if plan.isEmpty { return nil }
            let page = endpoint.isPaged ? request.query["page"].flatMap { Int($0) } ?? 0 : nil
            let target = FaultTarget(endpoint: endpoint, msisdn: msisdn, page: page)
            return plan.take(target, at: clock.elapsed)
        }
    }

    /// The answer to a request that meets a fault.
    func answer(_ route: Route, _ request: IncomingRequest, with draw: FaultPlan.Draw) throws(Refusal)
        -> Reply
    {
        var draw = draw
        switch draw.fault {
        case .code(let code, let shape): return .error(code, shape: shape)
        case .serverError:
            let code = draw.generator.pick(Damage.serverCodes)
            return .error(code, shape: draw.generator.pick(SandboxErrorShape.allCases))
        case .html: return Reply(status: 200, code: 200, body: Damage.html, contentType: Damage.htmlType)
        case .html502: return Reply(status: 502, code: 502, body: Damage.html, contentType: Damage.htmlType)
        case .empty: return .json([])
        case .malformed: return malformed(route, request, by: &draw.generator)
        case .contentType:
            var reply = answerOrRefusal(route, request)
            reply.contentType = "text/plain"
            return reply
        case .revokeToken, .expireToken: return try withoutToken(draw.fault, request)
        case .duplicateRows, .repeatPage, .ignorePage:
            return answerOrRefusal(route, twisted(request, by: draw))
        case .resetUnread: return Reply(status: 200, code: 0, body: [], delivery: .reset(after: nil))
        case .doneError:
            _ = answerOrRefusal(route, request)
            return .error(50001)
        case .reset, .resetBody, .truncate, .truncateChunked, .drip, .hang, .slow:
            return answerOrRefusal(route, request).delivered(draw.fault, slowDelay: options.slowDelay)
        }
    }

    /// A refusal is a reply too: faults can truncate its bytes like any others.
    private func answerOrRefusal(_ route: Route, _ request: IncomingRequest) -> Reply {
        do throws(Refusal) { return try served(route, request) } catch { return error.reply }
    }

    private func malformed(
        _ route: Route, _ request: IncomingRequest, by generator: inout SeededGenerator
    ) -> Reply {
        var plain = request
        plain.acceptsGzip = false
        var reply = answerOrRefusal(route, plain)
        reply.body = Damage.malformed(reply.body, by: &generator)
        guard request.acceptsGzip, let compressed = Gzip.compressed(reply.body) else { return reply }
        reply.body = compressed
        reply.isCompressed = true
        return reply
    }

    private func withoutToken(_ fault: SandboxFault, _ request: IncomingRequest) throws(Refusal) -> Reply {
        let token = try bearer(of: request)
        let now = clock.elapsed
        tokens.withLock { fault == .expireToken ? $0.expire(token, at: now) : $0.revoke(token) }
        return .error(fault == .expireToken ? 40106 : 40105)
    }

    /// The request as seen by a backend that repeats rows or miscounts pages.
    private func twisted(_ request: IncomingRequest, by draw: FaultPlan.Draw) -> IncomingRequest {
        var twisted = request
        let page = request.query["page"].flatMap { Int($0) } ?? 0
        switch draw.fault {
        case .repeatPage: twisted.query["page"] = String(page - 1)
        case .ignorePage: twisted.query["page"] = "0"
        default: twisted.doubling = draw.generator
        }
        return twisted
    }
}
