import Foundation
package import MirrorCore
package import PacedHTTP
import PullJSON

/// What narrows a question for offers.
///
/// Source: millom-standard-api.yaml, `upsellOffer`.
package struct OfferFilter: Sendable, Equatable {
    package enum PlanType: String, Sendable, CaseIterable {
        case principal, supplementary
    }

    /// Nil leaves it to Millom (principal).
    package var planType: PlanType?
    package var dealerCode: String?
    /// CRMS, MSA or OCS.
    package var clientName: String?

    /// Asks for what Millom offers by itself.
    package init() {}
}

/// The events that a subscriber can be registered for.
///
/// Source: millom-standard-api.yaml, `NotificationType`.
package enum MillomNotificationType: String, Sendable, CaseIterable {
    case lowData = "low-data"
    case outOfData = "out-of-data"
    case payAsYouGo = "pay-as-you-go"
    case packNearConsumption = "pack-near-consumption"
    case packConsumed = "pack-consumed"
    case packExpired = "pack-expired"
    case packNearExpiry = "pack-near-expiry"
    case lowMonetaryBalance = "low-monetary-balance"
    case monetaryReload = "monetary-reload"
}

/// The CPID of the caller's network address; nothing that describes or dumps it shows it.
package struct FetchedCpid: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package let cpid: String
    /// How long it is good for, from when it was asked for; nil when Millom does not say.
    package let lifetime: Duration?

    package var description: String { "FetchedCpid(not shown)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension MillomClient {
    /// One of the records of `subscriber`: a JSON object.
    ///
    /// - Parameter filter: of offers; nothing to the other records.
    package func record(
        _ record: MillomRecord, of subscriber: MillomSubscriber, filter: OfferFilter = OfferFilter()
    ) async throws -> Reply {
        let path = try path(to: record.segment, of: subscriber, for: record.purpose)
        let target =
            path
            + Self.query(
                [("key_type", subscriber.keyType.rawValue)]
                    + (record == .upsellOffer ? Self.fields(of: filter) : []))
        return try await perform(
            Call(record.purpose, .object) { [languages] _ in
                var question = Call.Question(target)
                question.headers = languages("accept-language")
                return question
            }, about: subscriber)
    }

    /// Registers `subscriber` for notifications of `types`, and of no others; none withdraws the consent.
    ///
    /// Done twice it is the same as once, so it is sent again after a fault.
    ///
    /// - Parameter transactionID: the same for each sending; a UUID.
    package func register(
        _ subscriber: MillomSubscriber, types: [MillomNotificationType], transactionID: String
    ) async throws {
        guard let provider = configuration.serviceProvider.pathSegment, let id = subscriber.id.pathSegment
        else { throw MillomFailure.notASegment(.register) }
        let target =
            "/std/\(provider)/\(id)/register" + Self.query([("key_type", subscriber.keyType.rawValue)])
        let list = types.map { JSONWriter.string($0.rawValue) }.joined(separator: ",")
        let body = #"{"transactionId":\#(JSONWriter.string(transactionID)),"types":[\#(list)]}"#
        _ = try await perform(
            Call(.register, .nothing) { [languages] _ in
                var question = Call.Question(target)
                question.body = Array(body.utf8)
                // So it is called here, and nowhere else.
                question.headers = languages("language")
                return question
            }, about: subscriber)
    }

    /// The CPID of the subscriber whose network address asks.
    ///
    /// Source: cpid-retrieval.yaml.
    ///
    /// - Parameter app: the service provider's identifier there.
    package func cpid(app: String) async throws -> FetchedCpid {
        let reply = try await performAtCpidHost(
            Call(.cpid, .object, target: "/cpid" + Self.query([("app", app)])))
        guard let fetched = FetchedCpid(reply.body) else { throw MillomFailure.unusable(.cpid) }
        return fetched
    }

    /// Registers a new CPID at Millom's, so that notifications find the right subscriber.
    ///
    /// Source: cpid-retrieval.yaml.
    package func registerCpid(operator: String, app: String) async throws {
        guard let provider = configuration.serviceProvider.pathSegment, let name = `operator`.pathSegment
        else { throw MillomFailure.notASegment(.registerCpid) }
        let target = "/\(provider)/\(name)/registerCpid" + Self.query([("app", app)])
        _ = try await perform(
            Call(.registerCpid, .nothing) { _ in
                var question = Call.Question(target)
                question.body = []
                return question
            })
    }

    /// `/std/{serviceProvider}/{operator}/{subscriberId}/{segment}`, without an operator where there is none.
    func path(
        to segment: String, of subscriber: MillomSubscriber, for purpose: RequestPurpose
    ) throws(MillomFailure) -> String {
        guard let provider = configuration.serviceProvider.pathSegment, let id = subscriber.id.pathSegment
        else { throw .notASegment(purpose) }
        var parts = ["/std", provider]
        if !subscriber.operator.isEmpty {
            guard let name = subscriber.operator.pathSegment else { throw .notASegment(purpose) }
            parts.append(name)
        }
        return (parts + [id, segment]).joined(separator: "/")
    }

    static func query(_ fields: [(name: String, value: String)]) -> String {
        "?" + fields.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }

    private static func fields(of filter: OfferFilter) -> [(name: String, value: String)] {
        let all = [
            ("planType", filter.planType?.rawValue), ("dealerCode", filter.dealerCode),
            ("clientName", filter.clientName),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// The wanted language in a header of `name`; none where Millom chooses.
    func languages(_ name: String) -> [RequestHeader] {
        configuration.language.map { [RequestHeader(name, $0)] } ?? []
    }
}

extension FetchedCpid {
    /// Reads `{"cpid": "…", "ttlSeconds": 2592000}`; nil without a CPID that can stand in a path.
    init?(_ body: [UInt8]) {
        let fields = TextFields(body, ["cpid", "ttlSeconds"])
        guard let cpid = fields?["cpid"], MillomSubscriber(.cpid, cpid, operator: "") != nil,
            cpid.pathSegment != nil
        else { return nil }
        self.cpid = cpid
        let seconds = fields?["ttlSeconds"].flatMap(Double.init).flatMap { $0 >= 1 ? $0 : nil }
        // What is longer than ten years is as good as for ever.
        lifetime = seconds.map { .seconds(min($0, 10 * 365 * 86_400).rounded(.down)) }
    }
}
