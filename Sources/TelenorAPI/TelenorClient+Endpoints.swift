import Foundation
package import MirrorCore
package import PacedHTTP

extension TelenorClient {
    /// Source: API.md 1.2 to 1.5.
    private static let root = "/corporate-mobile-subscriptions/v2"

    /// The full record of one subscription.
    ///
    /// Source: API.md 1.3.
    package func detail(_ msisdn: Msisdn) async throws -> Reply {
        let path = "\(Self.root)/mobile-subscriptions/\(msisdn.digits)\(query([language]))"
        return try await perform(Call(.detail, .object, target: path), about: msisdn)
    }

    /// The add-ons that could be ordered today for one subscription.
    ///
    /// Source: API.md 1.4.
    package func orderableAddOns(_ msisdn: Msisdn) async throws -> Reply {
        let path = "\(Self.root)/mobile-subscriptions/\(msisdn.digits)/add-on-products\(query([language]))"
        return try await perform(Call(.orderable, .any, target: path), about: msisdn)
    }

    /// The catalogue for one of `api.access_types`.
    ///
    /// Source: API.md 1.5.
    package func subscriptionTypes(accessType: String) async throws -> Reply {
        let type = "accessType=\(accessType.percentEncoded)"
        return try await perform(
            Call(.catalogue, .any, target: "\(Self.root)/subscription-types\(query([type, language]))"))
    }

    /// One page (from 0) of a list; ``read(_:pageSize:expectsCap:beforeEach:take:)`` reads them all.
    ///
    /// Source: API.md 1.2 and 1.6.
    package func page(_ index: Int, of list: PageList, pageSize: Int) async throws -> Reply {
        try await perform(call(for: list, paging: "page=\(index)&pageSize=\(pageSize)"))
    }

    private func call(for list: PageList, paging: String) -> Call {
        let search = "\(Self.root)/mobile-subscriptions"
        switch list {
        case .changes(let start):
            return changes(
                since: Duration(since1970: start), path: search, rest: "ascending=false&\(paging)")
        case .product(let id):
            return Call(
                list.purpose, .array, target: "\(search)?productId=\(id)&ascending=false&\(paging)")
        case .accounts:
            return Call(list.purpose, .array, target: "\(configuration.accountsPath)?\(paging)")
        case .subscriptions(let account):
            let path = "\(configuration.accountsPath)/\(account.percentEncoded)/mobile-subscriptions"
            return Call(list.purpose, .array, target: "\(path)?\(paging)")
        }
    }

    private var language: String? { configuration.language.map { "language=\($0.percentEncoded)" } }

    private func query(_ parts: [String?]) -> String {
        let present = parts.compactMap { $0 }
        return present.isEmpty ? "" : "?" + present.joined(separator: "&")
    }
}
