import Foundation
import Synchronization

/// Why the operator's backend refuses.
///
/// Source: millom-backend-integration.yaml, `errorResponse`; 400 is its only status for it.
struct BackendRefusal: Error {
    let errorType: String

    init(_ errorType: String) { self.errorType = errorType }
}

/// Source: the same, the body of `/activate`.
private struct ActivateForm: Decodable {
    let channelId: String
    let offerId: String
    let serviceProviderId: String
    let transId: String
}

/// Source: the same, the body of `/activationCallback`.
private struct ActivationCallbackForm: Decodable {
    struct Status: Decodable {
        struct Message: Decodable {
            let errorType: String
        }

        let status: String
        let errorMessage: Message?
    }

    let transId: String
    let activationStatus: Status
}

extension MillomService {
    func backend(_ answer: () throws(BackendRefusal) -> MillomJSON) -> Reply {
        do throws(BackendRefusal) { return .json(try answer().bytes) } catch {
            let body = MillomJSON.members([
                "errorType": .text(error.errorType), "message": .text("Refused: \(error.errorType)"),
            ])
            return Reply(status: 400, code: 400, body: body.bytes)
        }
    }

    private func customer(_ id: String, _ request: IncomingRequest) throws(BackendRefusal) -> MillomPerson {
        guard let type = request.query["customerIdType"] else { throw BackendRefusal("BAD_REQUEST") }
        let found = MillomKeyType(rawValue: type).flatMap { type in
            world.withLock { world in world.person(type, id).map { world.people[$0] } }
        }
        guard let found, found.standing != .refused(.invalidNumber) else {
            throw BackendRefusal("UNKNOWN_SUBSCRIBER_ID")
        }
        return found
    }

    /// The customer of a request, which must also say where it comes from.
    private func asked(_ id: String, _ request: IncomingRequest) throws(BackendRefusal) -> MillomPerson {
        guard request.query["channelId"] != nil, request.query["serviceProviderId"] != nil else {
            throw BackendRefusal("BAD_REQUEST")
        }
        return try customer(id, request)
    }

    private static func money(_ amount: MillomMoney, _ currency: String) -> MillomJSON {
        .members(["currency": .text(currency), "value": .number(amount.text)])
    }

    private static func applications(_ applications: [String]) -> MillomJSON {
        .list((applications.isEmpty ? ["generic"] : applications).map { .text($0.uppercased()) })
    }

    private func name(_ texts: [MillomText], _ request: IncomingRequest) -> String {
        let wanted = texts.first { $0.language.hasPrefix(request.query["lang"] ?? "en") }
        return wanted?.text ?? texts.first?.text ?? ""
    }

    func backendBalance(_ id: String, _ request: IncomingRequest) throws(BackendRefusal) -> MillomJSON {
        let person = try asked(id, request)
        // The backend only has plans in bytes and in minutes.
        let plans = person.living(at: now).compactMap { plan -> MillomJSON? in
            guard let expiry = plan.expiry, let gauge = plan.gauges.first(where: { $0.unit != .sms }) else {
                return nil
            }
            let unit = gauge.unit == .bytes ? "Bytes" : "Minutes"
            return .members([
                "planId": .text(plan.planID), "planName": .text(name(plan.names, request)),
                "expirationTime": .text(expiry.text), "appType": Self.applications(plan.applications),
                "balance": .object([
                    ("quota" + unit, .number(String(gauge.quota ?? .max))),
                    ("remaining" + unit, .number(String(gauge.quota == nil ? .max : gauge.remaining ?? 0))),
                ]), "overusagePolicy": .text("THROTTLED"), "speedLimit": .number("384"),
            ])
        }
        return .members([
            "subscriptionType": .text(person.isPrepaid ? "PREPAID" : "POSTPAID"),
            "pricePlan": .text(person.ratePlanID ?? "djuice"),
            "monetaryBalance": Self.money(person.main, person.currency), "subscribedPlans": .list(plans),
        ])
    }

    func backendOffers(_ id: String, _ request: IncomingRequest) throws(BackendRefusal) -> MillomJSON {
        let person = try asked(id, request)
        let most = request.query["maxPrice"].flatMap(MillomMoney.init)
        let offers = person.shownOffers.filter { offer in
            let type = request.query["offerType"] ?? "All"
            return (most.map { $0.covers(offer.cost) } ?? true)
                && (type == "All" || MillomCatalogue.products[offer.product].type == type)
        }
        let count = request.query["numberofOffers"].flatMap { Int($0) } ?? offers.count
        return .members([
            "subscriberState": .text(person.state(at: now)),
            "offers": .list(offers.prefix(max(0, count)).map { offer($0, of: person, request) }),
            "upstreamTransId": request.query["transId"].map { .text("bu-\($0)") },
        ])
    }

    private func offer(_ offer: MillomPerson.Offer, of person: MillomPerson, _ request: IncomingRequest)
        -> MillomJSON
    {
        let product = MillomCatalogue.products[offer.product]
        return .members([
            "id": .text(offer.planID), "name": .text(name(offer.names, request)),
            "description": .text(name(offer.descriptions, request)), "fundSource": .text(offer.fundSource),
            "quota": .number(String(product.quotas.first?.quota ?? .max)),
            "appType": Self.applications(product.applications),
            "duration": .number(String((product.days ?? 365) * 86_400)),
            "cost": Self.money(offer.cost, person.currency),
        ])
    }

    /// Handles an activation by Millom, or by anyone who buys here directly.
    func activate(_ id: String, _ request: IncomingRequest) throws(BackendRefusal) -> MillomJSON {
        let person = try customer(id, request)
        guard let form = try? JSONDecoder().decode(ActivateForm.self, from: Data(request.body)),
            Self.isTransaction(form.transId)
        else { throw BackendRefusal("BAD_REQUEST") }
        let (now, elapsed) = (now, clock.elapsed)
        let outcome = change { world -> Result<MillomPurchase, MillomRefusal> in
            if case .executed(let number) = world.transactions[form.transId] {
                world.scheduleCompletion(of: form.transId)
                return .success(world.purchases[number])
            }
            let offer = person.offers.first { $0.planID == form.offerId }
            let order = MillomOrder(
                transid: form.transId, subscriber: person.msisdn, keyType: .msisdn, planID: form.offerId,
                context: offer?.context, fundSource: offer?.fundSource ?? "WALLET")
            return Result { () throws(MillomRefusal) in try world.buy(order, now: now, elapsed: elapsed) }
        }
        switch outcome {
        case .failure(let refusal): throw BackendRefusal(Self.errorType(refusal.cause))
        case .success(let purchase): return Self.answer(to: purchase, now: now)
        }
    }

    private static func errorType(_ cause: MillomCause) -> String {
        switch cause {
        case .insufficientFunds: "INSUFFICIENT_FUNDS"
        case .conflict: "PURCHASE_IN_PROGRESS"
        case .notAllowed: "INVALID_PRODUCT"
        case .optOut, .roaming: "USER_BARRED"
        default: "INTERNAL_ERROR"
        }
    }

    private static func answer(to purchase: MillomPurchase, now: Int) -> MillomJSON {
        let (status, isOver): (String, Bool) =
            switch purchase.state {
            case .completed: ("OK", true)
            case .processing: ("PENDING", false)
            case .failed: ("FAIL", true)
            }
        return .members([
            "activationStatus": .members([
                "status": .text(status),
                "errorMessage": purchase.state == .failed
                    ? .members(["errorType": .text("INTERNAL_ERROR"), "message": .text("Not provisioned")])
                    : nil,
            ]), "activationTime": isOver ? .text(MillomInstant(now).utc) : nil,
            "confirmationCode": purchase.state == .completed
                ? purchase.confirmationCode.map(MillomJSON.text) : nil,
            "fundSource": .text(purchase.fundSource),
        ])
    }

    func activationCallback(operator code: String, _ request: IncomingRequest) throws(BackendRefusal)
        -> MillomJSON
    {
        guard code == options.operator,
            let form = try? JSONDecoder().decode(ActivationCallbackForm.self, from: Data(request.body)),
            ["OK", "FAIL"].contains(form.activationStatus.status)
        else { throw BackendRefusal("BAD_REQUEST") }
        let isGood = form.activationStatus.status == "OK"
        let errorType = isGood ? nil : form.activationStatus.errorMessage?.errorType ?? "FAILURE_IN_BU"
        switch settle(form.transId, errorType: errorType, isDryRun: false) {
        case .unknown: throw BackendRefusal("INVALID_TRANSID")
        case .alreadyOver: throw BackendRefusal("PURCHASE_ALREADY_EXECUTED")
        case .done:
            return .members(["status": .text("OK"), "message": .text("Callback received by Offer API")])
        }
    }
}
