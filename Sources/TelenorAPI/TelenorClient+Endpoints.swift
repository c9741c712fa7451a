import Foundation
package import MirrorCore

extension TelenorClient {
    /// Source: API.md 1.2 to 1.5.
    private static let root = "/corporate-mobile-subscriptions/v2"

    /// The full model of one subscription.
    ///
    /// Source: API.md 1.3.
    package func detail(_ msisdn: Msisdn) async throws -> Reply {
        let path = "\(Self.root)/mobile-subscriptions/\(msisdn.digits)\(query([language]))"
        return try await perform(
            Call(purpose: .detail, target: .fixed(path), shape: .object, msisdn: msisdn))
    }

    /// What could be ordered today for one subscription.
    ///
    /// Source: API.md 1.4.
    package func orderableAddOns(_ msisdn: Msisdn) async throws -> Reply {
        let path = "\(Self.root)/mobile-subscriptions/\(msisdn.digits)/add-on-products\(query([language]))"
        return try await perform(
            Call(purpose: .orderable, target: .fixed(path), shape: .any, msisdn: msisdn))
    }

    /// The catalogue for one of `api.access_types`.
    ///
    /// Source: API.md 1.5.
    package func subscriptionTypes(accessType: String) async throws -> Reply {
        let type = "accessType=\(accessType.percentEncoded)"
        return try await perform(
            Call(
                purpose: .catalogue,
                target: .fixed("\(Self.root)/subscription-types\(query([type, language]))"),
                shape: .any))
    }

    /// One page (from 0) of a list; ``pages(of:pageSize:)`` walks through all.
    ///
    /// Source: API.md 1.2 and 1.6.
    package func page(_ index: Int, of list: PageList, pageSize: Int) async throws -> Reply {
        let paging = "page=\(index)&pageSize=\(pageSize)"
        return try await perform(
            Call(purpose: list.purpose, target: target(of: list, paging: paging), shape: .array))
    }

    private func target(of list: PageList, paging: String) -> Call.Target {
        let search = "\(Self.root)/mobile-subscriptions"
        switch list {
        case .changes(let start):
            return .changes(
                since: Duration(since1970: start), path: search, rest: "ascending=false&\(paging)")
        case .product(let id): return .fixed("\(search)?productId=\(id)&ascending=false&\(paging)")
        case .accounts: return .fixed("\(configuration.accountsPath)?\(paging)")
        case .subscriptions(let account):
            return .fixed(
                "\(configuration.accountsPath)/\(account.percentEncoded)/mobile-subscriptions?\(paging)")
        }
    }

    private var language: String? { configuration.language.map { "language=\($0.percentEncoded)" } }

    private func query(_ parts: [String?]) -> String {
        let present = parts.compactMap { $0 }
        return present.isEmpty ? "" : "?" + present.joined(separator: "&")
    }
}
