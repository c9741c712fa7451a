import Synchronization

extension SandboxService {
    /// The answer to one request to Millom's paths, which is also counted.
    func answer(_ route: MillomRoute, of millom: MillomService, _ request: IncomingRequest) -> Reply {
        if case .control(let name) = route, request.method == "GET", name == "requests" {
            return .json(millomRequests())
        }
        if case .control = route { return millom.answer(route, request, draw: { nil }) }
        let endpoint = route.endpoint
        let msisdn = route.target.flatMap { UInt64($0.id) }
        let scripted = faults.withLock { queue in
            queue.isEmpty ? nil : queue.take(endpoint: endpoint, msisdn: msisdn)
        }
        func real() -> Reply {
            millom.answer(route, request) { plannedFault(endpoint, msisdn: msisdn, request) }
        }
        let reply = scripted.map { script($0, real: real) } ?? real()
        statistics.withLock { $0.add(endpoint, code: reply.code, fault: reply.fault) }
        return reply
    }

    private func script(_ scripted: ScriptedReply, real: () -> Reply) -> Reply {
        var reply =
            switch scripted.content {
            case .error(let code, _):
                MillomService.error(status: scripted.status ?? ErrorBody.status(of: code))
            case .real: real()
            case .bytes(let bytes, let contentType):
                Reply(status: 200, code: scripted.status ?? 200, body: bytes, contentType: contentType)
            }
        if let status = scripted.status { reply.status = status }
        reply.headers += scripted.headers
        if let sentBytes = scripted.sentBytes { reply.delivery = .cut(after: sentBytes) }
        reply.delay = scripted.delay
        return reply
    }

    /// Counts by endpoint and status, like those of all endpoints in `/_sandbox/stats`.
    private func millomRequests() -> [UInt8] {
        let statistics = statistics.withLock { $0 }
        let endpoints = statistics.requests.filter { $0.key.isMillom }.sorted {
            $0.key.rawValue < $1.key.rawValue
        }
        let requests = endpoints.map { endpoint, codes in
            (
                endpoint.rawValue,
                MillomJSON.object(codes.sorted { $0.key < $1.key }.map { (String($0), .number(String($1))) })
            )
        }
        let total = endpoints.reduce(0) { $0 + $1.value.values.reduce(0, +) }
        return MillomJSON.object([
            ("total", .number(String(total))), ("requests", .object(requests)),
        ]).bytes
    }
}
