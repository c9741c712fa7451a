import Foundation
import Synchronization

/// Source: millom-standard-api.yaml, `ActivationRequest`.
private struct ActivationForm: Decodable {
    let transid: String
    let planid: String
    let offercontext: String?
    let fundSource: String?
}

/// Source: the same, the body of `register`.
private struct RegistrationForm: Decodable {
    let transactionId: String?
    let types: [String]
}

extension MillomService {
    func record(
        _ target: MillomTarget, _ request: IncomingRequest, _ document: (MillomDocuments) -> MillomJSON
    ) throws(MillomRefusal) -> Reply {
        let person = try person(target, request)
        let speller = world.withLock { $0.speller }
        let documents = MillomDocuments(
            person: person, speller: speller.of(person), now: now, operator: options.operator,
            language: request.language)
        return .json(document(documents).bytes)
    }

    func form<Form: Decodable>(_ type: Form.Type, _ request: IncomingRequest) throws(MillomRefusal) -> Form {
        do { return try JSONDecoder().decode(type, from: Data(request.body)) } catch {
            throw MillomRefusal(.badRequest, "The body is not what this call takes")
        }
    }

    func purchase(_ target: MillomTarget, _ request: IncomingRequest) throws(MillomRefusal) -> Reply {
        try check(provider: target.provider, operator: target.operator)
        let form = try form(ActivationForm.self, request)
        let fundSource = form.fundSource ?? "WALLET"
        guard ["WALLET", "LOAN"].contains(fundSource) else {
            throw MillomRefusal(.badRequest, "fundSource is WALLET or LOAN")
        }
        guard Self.isTransaction(form.transid) else {
            throw MillomRefusal(.badRequest, "transid has at least 10 letters, digits, dashes and dots")
        }
        let order = MillomOrder(
            transid: form.transid, subscriber: target.id, keyType: try keyType(request), planID: form.planid,
            context: form.offercontext, fundSource: fundSource)
        let (now, elapsed) = (now, clock.elapsed)
        let purchase = try change { world throws(MillomRefusal) in
            try world.buy(order, now: now, elapsed: elapsed)
        }
        return Self.answer(purchase)
    }

    /// Source: the same, `transid`.
    static func isTransaction(_ text: String) -> Bool {
        (10...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            }
    }

    private static func answer(_ purchase: MillomPurchase) -> Reply {
        let message =
            switch purchase.state {
            case .completed: "Activated"
            case .processing: "Being processed"
            case .failed: purchase.errorType ?? "Failed"
            }
        let body = MillomJSON.members([
            "transid": .text(purchase.transid), "status": .text(purchase.state.rawValue),
            "fundSource": .text(purchase.fundSource), "transactionMessage": .text(message),
            "confirmationCode": purchase.state == .completed
                ? purchase.confirmationCode.map(MillomJSON.text) : nil,
        ])
        let status = purchase.state == .processing ? 202 : 200
        return Reply(status: status, code: status, body: body.bytes)
    }

    func register(_ target: MillomTarget, _ request: IncomingRequest) throws(MillomRefusal) -> Reply {
        let person = try person(target, request)
        let form = try form(RegistrationForm.self, request)
        guard form.types.allSatisfy(MillomSubscriberFactory.notificationTypes.contains) else {
            throw MillomRefusal(.badRequest, "types has an unknown one")
        }
        world.withLock { world in
            if let index = world.person(.msisdn, person.msisdn) {
                world.people[index].consents = Set(form.types)
            }
        }
        return .nothing
    }
}

extension Reply {
    /// 200 without a body.
    static var nothing: Reply { Reply(status: 200, code: 200, body: [], contentType: nil) }
}
