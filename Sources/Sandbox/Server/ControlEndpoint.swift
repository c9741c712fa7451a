import Foundation
import Synchronization

/// The control endpoints under `/_sandbox/`: changes, truth, counters and faults, for whoever runs the
/// sandbox.
///
/// They can be reached only from this machine, like the whole server, need no token, and are neither limited
/// nor counted.
struct ControlEndpoint {
    let service: SandboxService

    func answer(_ name: String, _ request: IncomingRequest) -> Reply {
        do {
            switch (request.method, name) {
            case ("POST", "change"): return .json(try change(request.body))
            case ("GET", "truth"): return try truth(request.query)
            case ("GET", "stats"): return .json(statistics())
            case ("POST", "reset-stats"): service.statistics.withLock { $0 = SandboxStatistics() }
            case ("POST", "inject"): try inject(request.body)
            case ("POST", "clear-injected"): service.faults.withLock { $0.clear() }
            case ("POST", "faults"): try setFaults(request.body)
            case ("GET", "faults"): return .json(listFaults())
            case ("POST", "clear-faults"): service.plan.withLock { $0.replace([]) }
            case ("POST", "clock"): try setClock(request.body)
            case ("GET", "clock"): return .json(clock())
            case ("POST", "world"):
                let form = try JSONDecoder().decode(WorldForm.self, from: Data(request.body))
                try service.backend.adjustWorld { $0 = try form.applied(to: $0) }
            case ("POST", "revoke-tokens"): service.tokens.withLock { $0.revokeAll() }
            default: return Self.refused("no such control: \(request.method) \(name)", status: 404)
            }
            return .json(Array("{}".utf8))
        } catch let refusal as ControlRefusal {
            return Self.refused(refusal.reason)
        } catch let refusal as SandboxChangeRefusal {
            return Self.refused("change refused: \(refusal)", status: 409)
        } catch {
            return Self.refused("the body is not the JSON that this control takes")
        }
    }

    private static func refused(_ reason: String, status: Int = 400) -> Reply {
        var writer = JSONWriter(capacity: 128)
        writer.object { $0.field("error", .text(reason)) }
        return Reply(status: status, code: status, body: writer.bytes)
    }

    private func change(_ body: [UInt8]) throws -> [UInt8] {
        let form = try JSONDecoder().decode(ChangeOrderForm.self, from: Data(body))
        let now = service.clock.milliseconds
        guard (1...100_000).contains(form.count ?? 1), (0...1).contains(form.share ?? 0) else {
            throw ControlRefusal(reason: "count or share out of range")
        }
        if let count = form.count, form.kind == nil {
            return Self.document(service.backend.applyMix(count, at: now))
        }
        guard let kind = form.kind.flatMap(SandboxChangeKind.init) else {
            let known = SandboxChangeKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ControlRefusal(reason: "kind is one of \(known)")
        }
        if form.count != nil || form.share != nil {
            return Self.document(
                service.backend.applyMany(kind, count: form.count, share: form.share ?? 0, at: now))
        }
        let msisdn = try Self.number(form.msisdn)
        return Self.document([try service.backend.apply(kind, to: msisdn, at: now)])
    }

    private func setClock(_ body: [UInt8]) throws {
        let seconds = try JSONDecoder().decode(ClockForm.self, from: Data(body)).jumpSeconds
        // Ten years exceed the needs of any test, and stay within every calendar.
        guard abs(seconds) <= 315_360_000 else { throw ControlRefusal(reason: "jump_seconds out of range") }
        service.clock.jump(by: .seconds(seconds))
    }

    private func clock() -> [UInt8] {
        var writer = JSONWriter(capacity: 64)
        writer.object {
            $0.field("now_milliseconds", .integer(Int(service.clock.milliseconds)))
            $0.field("date", .text(service.clock.header))
        }
        return writer.bytes
    }

    private static func number(_ text: String?) throws -> UInt64? {
        guard let text else { return nil }
        guard let number = UInt64(text) else { throw ControlRefusal(reason: "msisdn is not digits") }
        return number
    }

    private static func document(_ changes: [SandboxChange]) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.array("changes") { writer in
                for change in changes {
                    writer.object {
                        $0.field("kind", .text(change.kind.rawValue))
                        $0.field("msisdn", .text(change.msisdn))
                        $0.field("old_value", change.oldValue.map(Token.text) ?? .null)
                        $0.field("new_value", change.newValue.map(Token.text) ?? .null)
                    }
                }
            }
        }
        return writer.bytes
    }

    /// `relations=`: names separated by commas; all if it is missing.
    private func truth(_ query: Query) throws -> Reply {
        let relations = try query["relations"].map { names in
            try names.split(separator: ",").map { name in
                guard let relation = TruthRelation(rawValue: String(name)) else {
                    throw ControlRefusal(reason: "unknown relation: \(name)")
                }
                return relation
            }
        }
        let truth = service.truth(in: Language(parameter: query["language"]))
        var reply = Reply.json([])
        reply.streamed = TruthDocument(truth: truth, relations: relations ?? TruthRelation.allCases)
        return reply
    }

    private func statistics() -> [UInt8] {
        let statistics = service.statistics.withLock { $0 }
        let tokens = service.tokens.withLock { $0.issuedCount }
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.field("total", .integer(statistics.total))
            writer.field("tokens_issued", .integer(tokens))
            writer.object("faults") { writer in
                for (fault, count) in statistics.faults.sorted(by: { $0.key < $1.key }) {
                    writer.field(named: fault, .integer(count))
                }
            }
            writer.object("requests") { writer in
                for (endpoint, codes) in statistics.requests.sorted(by: { $0.key.rawValue < $1.key.rawValue })
                {
                    writer.object(named: endpoint.rawValue) { writer in
                        for (code, count) in codes.sorted(by: { $0.key < $1.key }) {
                            writer.field(named: String(code), .integer(count))
                        }
                    }
                }
            }
        }
        return writer.bytes
    }

    private func inject(_ body: [UInt8]) throws {
        let form = try JSONDecoder().decode(InjectionForm.self, from: Data(body))
        let endpoint = try form.endpoint.map { name in
            guard let endpoint = SandboxEndpoint(rawValue: name) else {
                throw ControlRefusal(reason: "unknown endpoint: \(name)")
            }
            return endpoint
        }
        let reply = try form.reply()
        let msisdn = try Self.number(form.msisdn)
        let times = form.count == 0 ? nil : form.count ?? 1
        service.faults.withLock {
            $0.add(reply, endpoint: endpoint, msisdn: msisdn, times: times)
        }
    }
}

extension SandboxService {
    func truth(in language: Language) -> SandboxTruth {
        SandboxTruth(
            model: backend.model, speller: backend.speller, catalogue: backend.spelled, language: language,
            withoutAccounts: options.withoutAccounts)
    }
}
