import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Sandbox

/// A complete reply.
struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let body: Data

    var json: JSONValue {
        get throws { JSONValue(try JSONSerialization.jsonObject(with: body)) }
    }

    /// The error's code, in any of the body's forms.
    var errorCode: Int? { (try? json)?.errorCode }
}

/// A client of one sandbox, with a token.
struct SandboxClient {
    static let subscriptions = "/corporate-mobile-subscriptions/v2/mobile-subscriptions"
    static let types = "/corporate-mobile-subscriptions/v2/subscription-types"
    static let accounts = "/corporate-accounts/v2/accounts"
    static let passwordGrant =
        "grant_type=password&username=sandbox-system-user&password=sandbox-password"
    static let credentials = "Basic " + Data("sandbox-client:sandbox-secret".utf8).base64EncodedString()

    /// Patient: on a busy machine, an answer may take minutes.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.timeout = .init(connect: .seconds(60), read: .seconds(600))
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let baseURL: String
    var token = ""

    /// A client that has just fetched a token.
    init(_ server: SandboxServer) async throws { try await self.init(baseURL: server.baseURL) }

    /// A client of the sandbox at this address, with a token.
    init(baseURL: String) async throws {
        self.baseURL = baseURL
        token = try await fetchToken()
    }

    func fetchToken() async throws -> String {
        let answer = try await post(
            "/oauth/v2/token", Self.passwordGrant, headers: ["Authorization": Self.credentials])
        return try answer.json["access_token"]?.text ?? ""
    }

    func get(_ path: String, headers: HTTPHeaders? = nil, timeout: TimeAmount = .seconds(600)) async throws
        -> Answer
    {
        var request = HTTPClientRequest(url: baseURL + path)
        request.headers = headers ?? ["Authorization": "Bearer \(token)"]
        return try await send(request, timeout: timeout)
    }

    func detail(_ msisdn: String, language: String? = nil) async throws -> Answer {
        try await get("\(Self.subscriptions)/\(msisdn)\(language.map { "?language=\($0)" } ?? "")")
    }

    func post(_ path: String, _ body: String, headers: HTTPHeaders = [:]) async throws -> Answer {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .POST
        request.headers = headers
        request.body = .bytes(ByteBuffer(string: body))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest, timeout: TimeAmount = .seconds(600)) async throws
        -> Answer
    {
        let response = try await Self.client.execute(request, timeout: timeout)
        let body = try await response.body.collect(upTo: 1 << 28)
        return Answer(
            status: Int(response.status.code), headers: response.headers, body: Data(body.readableBytesView))
    }

    /// The numbers on all pages of a list.
    func numbers(_ path: String, pageSize: Int) async throws -> [String] {
        var numbers: [String] = []
        for page in 0..<1000 {
            let separator = path.contains("?") ? "&" : "?"
            let answer = try await get("\(path)\(separator)page=\(page)&pageSize=\(pageSize)")
            let rows = try answer.json.elements
            numbers += rows.compactMap { $0["msisdn"]?.text }
            if rows.count < pageSize { break }
        }
        return numbers
    }
}

/// Runs `body` with a fresh sandbox and a client with a token.
func withSandbox(
    _ options: SandboxOptions = .with { _ in }, time: SandboxTime = .system,
    _ body: (SandboxServer, SandboxClient) async throws -> Void
) async throws {
    try await SandboxServer.withServer(options: options, time: time) { server in
        try await body(server, SandboxClient(server))
    }
}

extension SandboxOptions {
    /// The defaults with some changes.
    static func with(_ adjust: (inout SandboxOptions) -> Void) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 60
        adjust(&options)
        return options
    }
}
