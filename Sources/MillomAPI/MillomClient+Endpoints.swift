import Foundation
package import MirrorCore
package import PacedHTTP
import PullJSON

/// Filters for a request for offers.
///
/// Source: millom-standard-api.yaml, `upsellOffer`.
package struct OfferFilter: Sendable, Equatable {
    package enum PlanType: String, Sendable, CaseIterable {
        case principal, supplementary
    }

    /// Nil leaves the choice to Millom (principal).
    package var planType: PlanType?
    package var dealerCode: String?
    /// CRMS, MSA or OCS.
    package var clientName: String?

    /// No filters: asks for Millom's default offers.
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

/// The CPID of the caller's network address; its descriptions and dumps never show it.
package struct FetchedCpid: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package let cpid: String
    /// How long it is valid, from the time of the request; nil if Millom does not say.
    package let lifetime: Duration?

    package var description: String { "FetchedCpid(not shown)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension MillomClient {
    /// Fetches one of the records of `subscriber`: a JSON object.
    ///
    /// - Parameter filter: applies to offers only.
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

    /// Registers `subscriber` for notifications of `types` only; no types withdraws the consent.
    ///
    /// Registering is idempotent, so it is retried after a fault.
    ///
    /// - Parameter transactionID: a UUID, the same for every retry.
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
                // The header has this name here and nowhere else.
                question.headers = languages("language")
                return question
            }, about: subscriber)
    }

    /// The CPID of the subscriber from whose network address the request comes.
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

    /// Registers a new CPID with Millom, so that notifications reach the right subscriber.
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

    /// `/std/{serviceProvider}/{operator}/{subscriberId}/{segment}`, without the operator if there is none.
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

    /// The configured language in a header called `name`; no header if Millom chooses.
    func languages(_ name: String) -> [RequestHeader] {
        configuration.language.map { [RequestHeader(name, $0)] } ?? []
    }
}

extension FetchedCpid {
    /// Reads `{"cpid": "…", "ttlSeconds": 2592000}`; nil without a CPID that can be part of a path.
    init?(_ body: [UInt8]) {
        let fields = TextFields(body, ["cpid", "ttlSeconds"])
        guard let cpid = fields?["cpid"], MillomSubscriber(.cpid, cpid, operator: "") != nil,
            cpid.pathSegment != nil
        else { return nil }
        self.cpid = cpid
        let seconds = fields?["ttlSeconds"].flatMap(Double.init).flatMap { $0 >= 1 ? $0 : nil }
        // Anything beyond ten years counts as for ever.
        lifetime = seconds.map { .seconds(min($0, 10 * 365 * 86_400).rounded(.down)) }
    }
}
