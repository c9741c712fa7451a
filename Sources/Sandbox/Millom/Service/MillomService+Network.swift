import Foundation
import Synchronization

/// Source: top-up.yaml.
private struct TopupForm: Decodable {
    struct Party: Decodable {
        struct Number: Decodable {
            let msisdn: String
        }

        let userNumber: Number
        let name: String
    }

    let requestor: Party
    let donor: Party
}

extension MillomService {
    /// The CPID of the caller's network address.
    ///
    /// Every caller on this machine has the address of one subscriber, unless the operator's network names
    /// another in `X-MSISDN`. Source: cpid-retrieval.yaml.
    func cpid(_ request: IncomingRequest) -> Reply {
        guard request.query["app"] == options.serviceProvider else { return Self.noCpid("BAD_REQUEST", 400) }
        let number = request.networkNumber ?? options.networkSubscriber
        guard number.utf8.allSatisfy({ (48...57).contains($0) }), !number.isEmpty else {
            return Self.noCpid("BAD_REQUEST", 400)
        }
        let person = world.withLock { world in world.person(.msisdn, number).map { world.people[$0] } }
        guard let person else { return Self.noCpid("UNKNOWN_SUBSCRIBER_ID", 404) }
        switch person.standing {
        case .served, .refused(.roaming):
            return .json(
                MillomJSON.members(["cpid": .text(person.cpid), "ttlSeconds": .number("2592000")]).bytes)
        case .refused(.invalidNumber): return Self.noCpid("UNKNOWN_SUBSCRIBER_ID", 404)
        case .refused: return Self.noCpid("USER_BARRED", 403)
        }
    }

    private static func noCpid(_ cause: String, _ status: Int) -> Reply {
        let body = MillomJSON.members(["cause": .text(cause), "errorMessage": .text("No CPID: \(cause)")])
        return Reply(status: status, code: status, body: body.bytes)
    }

    func registerCpid(
        provider: String, operator code: String, _ request: IncomingRequest
    ) throws(MillomRefusal) -> Reply {
        try check(provider: provider, operator: code)
        guard request.query["app"] == options.serviceProvider else {
            throw MillomRefusal(.badRequest, "app is missing or unknown")
        }
        return .nothing
    }

    /// The donor pays at once, in the requestor's currency.
    ///
    /// Source: top-up.yaml, which names one response: 405, "Invalid input".
    func topup(provider: String, _ request: IncomingRequest) throws(MillomRefusal) -> Reply {
        try check(provider: provider, operator: nil)
        let decoded = try? JSONDecoder().decode(TopupForm.self, from: Data(request.body))
        guard let form = decoded, form.requestor.userNumber.msisdn.hasPrefix("+") else {
            throw MillomRefusal(.badRequest, "Invalid input", status: 405)
        }
        let number = String(form.requestor.userNumber.msisdn.dropFirst())
        let (now, elapsed, links) = (now, clock.elapsed, links)
        let isKnown = change { world in
            guard let index = world.person(.msisdn, number) else { return false }
            let amount = MillomMoney(50, scale: 0)
            world.people[index].main = world.people[index].main + amount
            let event = world.event(
                "monetary-reload", of: index, as: .msisdn, transactionID: world.makeID(), delta: amount,
                now: now)
            _ = world.notify(
                event, body: event.document(world.speller).bytes, of: index, isOverride: true, links: links,
                now: now, elapsed: elapsed)
            return true
        }
        guard isKnown else { throw MillomRefusal(.badRequest, "Invalid input", status: 405) }
        return .nothing
    }

    /// Handles requests to signed links.
    ///
    /// Source: rich-notification-api.yaml.
    func rich(_ route: MillomRoute, _ target: MillomTarget, _ request: IncomingRequest) throws(MillomRefusal)
        -> Reply
    {
        guard let uuid = request.query["uuid"], let expiry = request.query["expirySeconds"],
            let signature = request.query["signature"]
        else { throw MillomRefusal(.badRequest, "uuid, expirySeconds or signature is missing") }
        let call: String? =
            switch route {
            case .richOffers: "offers"
            case .ping: "ping"
            case .richPurchase: "purchasePlan"
            default: nil
            }
        let (now, links) = (now, links)
        guard target.provider == options.serviceProvider, target.operator == options.operator,
            links.isGood(target.id, call, uuid: uuid, expiry: expiry, signature: signature, now: now)
        else { throw MillomRefusal(.notAllowed, "The link is expired or not signed", status: 401) }
        switch route {
        case .ping: return .nothing
        case .richPurchase: return try richPurchase(target, request)
        case .richOffers:
            let body = change { world in
                world.person(.cpid, target.id).map {
                    world.richOffers(of: $0, links: links, now: now, saysCpid: false)
                }
            }
            guard let body else { throw MillomRefusal(.badRequest, "Unknown CPID") }
            return .json(body.bytes)
        default:
            return Reply(
                status: 200, code: 200, body: Array("<html><body>Shop</body></html>".utf8),
                contentType: "text/html; charset=utf-8")
        }
    }

    private func richPurchase(_ target: MillomTarget, _ request: IncomingRequest) throws(MillomRefusal)
        -> Reply
    {
        guard let planID = request.query["planId"], let transid = request.query["transactionId"],
            Self.isTransaction(transid)
        else { throw MillomRefusal(.badRequest, "planId or transactionId is missing") }
        let order = MillomOrder(
            transid: transid, subscriber: target.id, keyType: .cpid, planID: planID, context: nil,
            fundSource: request.query["fundSource"] ?? "WALLET", isByLink: true)
        let (now, elapsed) = (now, clock.elapsed)
        do throws(MillomRefusal) {
            _ = try change { world throws(MillomRefusal) in try world.buy(order, now: now, elapsed: elapsed) }
            return .nothing
        } catch {
            // These links have no other status for a refusal.
            throw MillomRefusal(error.cause, error.message, status: 400)
        }
    }
}
