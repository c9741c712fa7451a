import Foundation
import Synchronization

/// A text, or a number in place of one; a trailing comma is ignored.
private struct LooseText: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text =
            if let text = try? container.decode(String.self) {
                text
            } else if let whole = try? container.decode(Int.self) {
                String(whole)
            } else { try container.decode(Decimal.self).description }
        self.text = text.hasSuffix(",") ? String(text.dropLast()) : text
    }
}

/// Source: millom-notify.yaml, `NotifyRequest`, and its examples.
private struct NotifyForm: Decodable {
    struct Plan: Decodable {
        let planId: LooseText
        let balance: LooseText?
        let quota: LooseText?
        let expiry: LooseText?
    }

    struct Money: Decodable {
        let totalBalance: LooseText?
        let deltaBalance: LooseText?
        let currency: LooseText?
        let currencyCode: LooseText?
    }

    let transactionId: String
    let type: LooseText
    let planDetails: Plan?
    let monetaryBalance: Money?
}

/// Source: millom-callback.yaml.
private struct CallbackForm: Decodable {
    let transactionId: String
    let appId: String
    let errorType: String?
    let dryRun: Bool?
}

extension MillomService {
    /// Handles an operator's event, to be forwarded to the receiver.
    func notify(operator code: String, _ request: IncomingRequest) -> Reply {
        guard code == options.operator, let id = request.query["idValue"],
            let idType = request.query["idType"],
            let type = MillomKeyType(rawValue: idType), type != .opet,
            let form = try? JSONDecoder().decode(NotifyForm.self, from: Data(request.body)),
            (3...128).contains(form.transactionId.count),
            MillomSubscriberFactory.notificationTypes.contains(form.type.text)
        else { return .status(400) }
        let event = Self.event(form, id, type)
        return notify(event, body: request.body, isOverride: request.query["override"] == "true")
    }

    private static func event(_ form: NotifyForm, _ id: String, _ type: MillomKeyType) -> MillomEvent {
        var event = MillomEvent(
            transactionID: form.transactionId, subscriber: id, keyType: type, type: form.type.text)
        event.planID = form.planDetails?.planId.text
        event.planBalance = form.planDetails?.balance.flatMap { Int($0.text) }
        event.planQuota = form.planDetails?.quota.flatMap { Int($0.text) }
        event.planExpiry = form.planDetails?.expiry.flatMap { text in
            let isUTC =
                !text.text.hasSuffix("Z") && text.text.dropFirst(10).allSatisfy { $0 != "+" && $0 != "-" }
            let date = try? Date(text.text + (isUTC ? "Z" : ""), strategy: .iso8601)
            return date.map { MillomInstant(Int($0.timeIntervalSince1970)) }
        }
        event.totalBalance = form.monetaryBalance?.totalBalance?.text
        event.deltaBalance = form.monetaryBalance?.deltaBalance?.text
        event.currency = (form.monetaryBalance?.currencyCode ?? form.monetaryBalance?.currency)?.text
        return event
    }

    /// Handles an event from any source.
    ///
    /// Source: millom-notify.yaml, its responses.
    func notify(_ event: MillomEvent, body: [UInt8], isOverride: Bool) -> Reply {
        let (now, elapsed, links) = (now, clock.elapsed, links)
        let outcome = change { world -> MillomWorld.Notified? in
            guard let index = world.person(event.keyType, event.subscriber),
                world.people[index].standing != .refused(.invalidNumber)
            else { return nil }
            return world.notify(
                event, body: body, of: index, isOverride: isOverride, links: links, now: now, elapsed: elapsed
            )
        }
        return switch outcome {
        case nil: Self.eventError("NO_CPID", event.keyType == .cpid ? 409 : 404)
        case .noConsent: Self.eventError("NO_CONSENT", 403)
        case .quotaExceeded: Self.eventError("QUOTA_EXCEEDED", 429)
        case .accepted: .status(options.push == nil ? 200 : 202)
        }
    }

    private static func eventError(_ type: String, _ status: Int) -> Reply {
        let body = MillomJSON.members([
            "errorType": .text(type), "description": .text("Not notified: \(type)"),
        ])
        return Reply(status: status, code: status, body: body.bytes)
    }

    /// Handles the operator's report about a purchase, to be forwarded to the receiver.
    func callback(operator code: String, _ request: IncomingRequest) -> Reply {
        guard code == options.operator, request.query["idValue"] != nil, let idType = request.query["idType"],
            MillomKeyType(rawValue: idType) != nil,
            let form = try? JSONDecoder().decode(CallbackForm.self, from: Data(request.body))
        else { return .status(400) }
        return switch settle(form.transactionId, errorType: form.errorType, isDryRun: form.dryRun ?? false) {
        case .done: .status(200)
        case .unknown: .status(404)
        case .alreadyOver: .status(409)
        }
    }

    func settle(_ transid: String, errorType: String?, isDryRun: Bool) -> MillomWorld.Settled {
        let now = now
        return change { $0.settle(transid, errorType: errorType, isDryRun: isDryRun, now: now) }
    }
}

extension Reply {
    /// A status without a body.
    static func status(_ status: Int) -> Reply {
        Reply(status: status, code: status, body: [], contentType: nil)
    }
}
