import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Pacing

/// A request to an address outside the APIs: sent once, without a token and unpaced.
package struct PlainRequest: Sendable {
    /// The outcome; it reveals nothing of the address or the reply.
    package enum Outcome: Sendable, Equatable {
        case answered(status: Int)
        /// Why there was no answer, in a few words.
        case failed(String)

        /// Whether the server accepted it; redirects are not followed and do not count.
        package var isTaken: Bool { if case .answered(200..<300) = self { true } else { false } }
    }

    private let address: SecretAddress
    /// A JSON document to POST; nil sends a GET.
    private let document: [UInt8]?
    private let headers: [(String, String)]
    private var configuration: HTTPConfiguration

    /// - Parameters:
    ///   - document: a JSON document to POST; nil sends a GET.
    ///   - proxy: for https only.
    package init(
        _ address: SecretAddress, document: [UInt8]? = nil, headers: [(String, String)] = [],
        userAgent: String, proxy: ProxyAddress?, trustRoots: TrustRoots?
    ) {
        self.address = address
        self.document = document
        self.headers = headers
        configuration = HTTPConfiguration(
            baseURL: address.origin, tokenPath: "", credentials: nil, userAgent: userAgent)
        configuration.proxy = proxy
        configuration.trustRoots = trustRoots
    }

    /// Sends the request and waits for the head of the answer, at most for `limit`.
    package func send(within limit: Duration) async -> Outcome {
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(configuration))
        let outcome = await outcome(by: client, within: limit)
        // Nothing needs what is still open.
        try? await client.shutdown()
        return outcome
    }

    private func outcome(by client: HTTPClient, within limit: Duration) async -> Outcome {
        do {
            let response = try await client.execute(request, deadline: .now() + TimeAmount(limit))
            return .answered(status: Int(response.status.code))
        } catch {
            return .failed(Self.reason(of: error))
        }
    }

    private var request: HTTPClientRequest {
        var request = HTTPClientRequest(url: address.text)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        request.headers.replaceOrAdd(name: "user-agent", value: configuration.userAgent)
        if let document {
            request.method = .POST
            request.headers.replaceOrAdd(name: "content-type", value: "application/json")
            request.body = .bytes(document)
        }
        return request
    }

    /// A reason that names no address, as an error's own text may.
    private static func reason(of error: any Error) -> String {
        switch error {
        case is CancellationError: "interrupted"
        case let error as HTTPClientError: reason(of: error)
        case is HTTPParserError: "the reply is not HTTP"
        default: "no connection: \(type(of: error))"
        }
    }

    private static func reason(of error: HTTPClientError) -> String {
        switch error {
        case .deadlineExceeded, .readTimeout, .connectTimeout, .tlsHandshakeTimeout,
            .httpProxyHandshakeTimeout:
            "no answer in time"
        case .cancelled: "interrupted"
        case .proxyAuthenticationRequired: "the proxy wants another user name and password"
        default: "the connection broke"
        }
    }
}
