import Foundation
import Synchronization

/// The control endpoints under `/_sandbox/millom/`.
struct MillomControl {
    let service: MillomService

    private struct ChangeForm: Decodable {
        let kind: String?
        let subscriber: String?
        let amount: String?
        let count: Int?
    }

    private struct NotifyForm: Decodable {
        let subscriber: String?
        let keyType: String?
        let type: String?
        let transactionID: String?
        let amount: String?
        let isOverride: Bool?
        let count: Int?

        enum CodingKeys: String, CodingKey {
            case subscriber, type, amount, count
            case keyType = "key_type"
            case transactionID = "transaction_id"
            case isOverride = "override"
        }
    }

    private struct CompleteForm: Decodable {
        let transid: String?
        let errorType: String?
        let isDryRun: Bool?

        enum CodingKeys: String, CodingKey {
            case transid
            case errorType = "error_type"
            case isDryRun = "dry_run"
        }
    }

    func answer(_ name: String, _ request: IncomingRequest) -> Reply {
        do {
            switch (request.method, name) {
            case ("GET", "truth"): return .json(try truth(request.query).document.bytes)
            case ("GET", "purchases"): return .json(list("purchases") { $0.purchases.map(\.document) })
            case ("GET", "pushes"): return .json(list("pushes") { $0.pushes.map(\.document) })
            case ("GET", "subscribers"): return .json(list("subscribers") { $0.people.map(\.document) })
            case ("POST", "change"): return .json(try change(form(request)))
            case ("POST", "notify"): return try notify(form(request))
            case ("POST", "complete"): return .json(try complete(form(request)))
            default: return Self.refused("no such control: \(request.method) \(name)", status: 404)
            }
        } catch let refusal as ControlRefusal {
            return Self.refused(refusal.reason)
        } catch let refusal as SandboxMillomChangeRefusal {
            return Self.refused("change refused: \(refusal)", status: 409)
        } catch {
            return Self.refused("the body is not the JSON that this control takes")
        }
    }

    /// Decodes the body; an empty body counts as an empty form.
    private func form<Form: Decodable>(_ request: IncomingRequest) throws -> Form {
        let body = request.body.isEmpty ? Array("{}".utf8) : request.body
        return try JSONDecoder().decode(Form.self, from: Data(body))
    }

    static func refused(_ reason: String, status: Int = 400) -> Reply {
        Reply(status: status, code: status, body: MillomJSON.members(["error": .text(reason)]).bytes)
    }

    private func list(_ name: String, _ elements: (borrowing MillomWorld) -> [MillomJSON]) -> [UInt8] {
        MillomJSON.object([(name, .list(service.world.withLock { elements($0) }))]).bytes
    }

    /// `key_type=`: MSISDN by default, or `all`; `subscribers=`: ids separated by blanks, instead of all
    /// subscribers.
    private func truth(_ query: Query) throws -> SandboxMillomTruth {
        if let ids = query["subscribers"] {
            return service.truth(of: ids.split(separator: " ").map(String.init))
        }
        switch query["key_type"] {
        case nil: return service.truth(keyTypes: [.msisdn])
        case "all": return service.truth(keyTypes: MillomKeyType.allCases)
        case .some(let name):
            guard let type = MillomKeyType(rawValue: name) else {
                throw ControlRefusal(reason: "key_type is MSISDN, CPID, OPET or all")
            }
            return service.truth(keyTypes: [type])
        }
    }

    private func change(_ form: ChangeForm) throws -> [UInt8] {
        let changes: [SandboxMillomChange]
        if let name = form.kind {
            guard let kind = SandboxMillomChangeKind(rawValue: name) else {
                let known = SandboxMillomChangeKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw ControlRefusal(reason: "kind is one of \(known)")
            }
            changes = [try service.change(kind, id: form.subscriber, amount: form.amount)]
        } else {
            guard let count = form.count, (1...100_000).contains(count) else {
                throw ControlRefusal(reason: "either kind or count, from 1 to 100000")
            }
            changes = service.change(count: count)
        }
        return MillomJSON.object([("changes", .list(changes.map(\.document)))]).bytes
    }

    private func notify(_ form: NotifyForm) throws -> Reply {
        let count = form.count ?? 1
        guard (1...100_000).contains(count) else { throw ControlRefusal(reason: "count is from 1 to 100000") }
        let keyType = form.keyType.map { MillomKeyType(rawValue: $0) } ?? .some(.msisdn)
        guard let keyType else { throw ControlRefusal(reason: "key_type is MSISDN or CPID") }
        var events: [MillomJSON] = []
        for _ in 0..<count {
            let (event, status) = try service.notify(
                form.type, id: form.subscriber, keyType: keyType, transactionID: form.transactionID,
                amount: form.amount, isOverride: form.isOverride ?? false)
            events.append(
                .members([
                    "transaction_id": .text(event.transactionID), "subscriber": .text(event.subscriber),
                    "type": .text(event.type), "status": .number(String(status)),
                ]))
        }
        return .json(MillomJSON.object([("events", .list(events))]).bytes)
    }

    private func complete(_ form: CompleteForm) throws -> [UInt8] {
        let done = try service.complete(
            form.transid, errorType: form.errorType, isDryRun: form.isDryRun ?? false)
        return MillomJSON.object([("completed", .list(done.map(MillomJSON.text)))]).bytes
    }
}

extension MillomService {
    func truth(keyTypes: [MillomKeyType]) -> SandboxMillomTruth {
        let now = now
        return world.withLock { world in
            var maker = MillomTruthBuilder(operator: options.operator, now: now)
            for person in world.people {
                for type in keyTypes { maker.add(person, as: type) }
            }
            return Self.finished(&maker, world)
        }
    }

    func truth(of ids: [String]) -> SandboxMillomTruth {
        let now = now
        return world.withLock { world in
            var maker = MillomTruthBuilder(operator: options.operator, now: now)
            for id in ids {
                if let (index, type) = world.person(named: id) {
                    maker.add(world.people[index], as: type)
                } else {
                    maker.addStranger(id, id.contains(",") ? .cpid : id.contains("=") ? .opet : .msisdn)
                }
            }
            return Self.finished(&maker, world)
        }
    }

    private static func finished(
        _ maker: inout MillomTruthBuilder, _ world: borrowing MillomWorld
    ) -> SandboxMillomTruth {
        for purchase in world.purchases { maker.add(purchase) }
        for event in world.events { maker.add(event) }
        return maker.truth()
    }

    func change(
        _ kind: SandboxMillomChangeKind, id: String?, amount: String?
    ) throws(SandboxMillomChangeRefusal) -> SandboxMillomChange {
        let now = now
        return try world.withLock { world throws(SandboxMillomChangeRefusal) in
            try world.change(kind, id: id, amount: amount, now: now)
        }
    }

    func change(count: Int) -> [SandboxMillomChange] {
        let now = now
        return world.withLock { $0.changeMix(count, now: now) }
    }

    /// Sends an operator's event about one of its subscribers, and returns it with Millom's answer.
    ///
    /// `type` and `id` nil: any, at random.
    func notify(
        _ type: String?, id: String?, keyType: MillomKeyType, transactionID: String?, amount: String?,
        isOverride: Bool
    ) throws -> (MillomEvent, Int) {
        let types = MillomSubscriberFactory.notificationTypes
        if let type, !types.contains(type) {
            throw ControlRefusal(reason: "type is one of \(types.joined(separator: ", "))")
        }
        let delta = amount.flatMap(MillomMoney.init)
        let now = now
        let made = world.withLock { world -> (MillomEvent, [UInt8])? in
            let index =
                id.map { world.person(named: $0)?.0 } ?? .some(world.choices.below(world.people.count))
            guard let index else { return nil }
            let event = world.event(
                type ?? world.choices.pick(types), of: index, as: keyType,
                transactionID: transactionID ?? world.makeID(), delta: delta, now: now)
            return (event, event.document(world.speller).bytes)
        }
        guard let (event, body) = made else { throw ControlRefusal(reason: "no such subscriber") }
        return (event, notify(event, body: body, isOverride: isOverride).status)
    }

    /// Makes the operator finish one purchase, or all open ones; returns their transactions.
    func complete(_ transid: String?, errorType: String?, isDryRun: Bool) throws -> [String] {
        let open =
            transid.map { [$0] }
            ?? world.withLock { world in
                world.purchases.filter { $0.state == .processing }.map(\.transid)
            }
        for transid in open {
            switch settle(transid, errorType: errorType, isDryRun: isDryRun) {
            case .done: break
            case .unknown: throw ControlRefusal(reason: "no such purchase: \(transid)")
            case .alreadyOver: throw ControlRefusal(reason: "already over: \(transid)")
            }
        }
        return open
    }
}

extension MillomPush {
    var document: MillomJSON {
        .members([
            "kind": .text(kind), "transaction_id": transactionID.map(MillomJSON.text) ?? .null,
            "state": .text(state.rawValue), "attempts": .number(String(attempts)),
            "status": status.map { .number(String($0)) } ?? .null,
        ])
    }
}

extension MillomPerson {
    var document: MillomJSON {
        var cause = MillomJSON.null
        if case .refused(let refusal) = standing { cause = .text(refusal.rawValue) }
        return .members([
            "msisdn": .text(msisdn), "cpid": .text(cpid), "opet": .text(opet), "error_cause": cause,
            "currency": .text(currency), "consents": .list(consents.sorted().map(MillomJSON.text)),
        ])
    }
}

extension SandboxMillomChange {
    var document: MillomJSON {
        .members([
            "kind": .text(kind.rawValue), "msisdn": .text(msisdn),
            "old_value": oldValue.map(MillomJSON.text) ?? .null,
            "new_value": newValue.map(MillomJSON.text) ?? .null,
        ])
    }
}
