import AsyncHTTPClient
import Foundation
import MillomJournal
import MillomReceiver
import MirrorCore
import NIOCore
import NIOHTTP1
import NIOSSL
import TestSupport
import Testing

/// A receiver as a real process, its journal's folder, and a client with a token.
struct ReceiverStage {
    let directory: URL
    let running: BuiltBinary.Running
    let baseURL: String
    let client: HTTPClient

    static let credentials = (id: "millom-client", secret: "hush+hush%hush")

    var state: String { directory.appendingPathComponent("state").path }

    static func environment(in directory: URL) -> [String: String] {
        [
            "HOME": directory.path,
            "SUBMIRROR_STATE_DIRECTORY": directory.appendingPathComponent("state").path,
            "SUBMIRROR_MILLOM_RECEIVER_ADDRESS": "127.0.0.1:0",
            "SUBMIRROR_MILLOM_RECEIVER_CLIENT_ID": credentials.id,
            "SUBMIRROR_MILLOM_RECEIVER_CLIENT_SECRET": credentials.secret,
            "SUBMIRROR_LOG_LEVEL": "debug",
        ]
    }

    /// Passes `body` a receiver, and ends it afterwards if it still runs.
    static func with(
        in directory: URL, environment: [String: String] = [:], scheme: String = "http",
        trusting roots: NIOSSLTrustRoots? = nil, _ body: (ReceiverStage) async throws -> Void
    ) async throws {
        let all = Self.environment(in: directory).merging(environment) { $1 }
        let running = try BuiltBinary(environment: all, in: directory).start(["millom", "receive"])
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(60), read: .seconds(600))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 128
        if let roots {
            configuration.tlsConfiguration = .makeClientConfiguration()
            configuration.tlsConfiguration?.trustRoots = roots
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            try await Patience.wait(running.errorsSoFar, while: { !running.isOver }) {
                port(in: running.errorsSoFar) != nil
            }
            let number = try #require(port(in: running.errorsSoFar))
            try await body(
                ReceiverStage(
                    directory: directory, running: running, baseURL: "\(scheme)://127.0.0.1:\(number)",
                    client: client))
        } catch {
            running.signal(SIGKILL)
            _ = try? await running.end()
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
        if !running.isOver {
            running.signal(SIGTERM)
            let result = try await running.end()
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    static func port(in log: String) -> String? {
        log.firstMatch(of: /receiver listening host=\S+ port=(\d+)\n/).map { String($0.1) }
    }

    struct Reply {
        let status: Int
        let body: String
        let headers: [String: String]
    }

    func send(
        _ method: String = "POST", _ path: String, _ body: String = "", token: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .init(rawValue: method)
        if !body.isEmpty { request.body = .bytes(ByteBuffer(string: body)) }
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let response = try await client.execute(request, timeout: .seconds(600))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        let all = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
        return Reply(status: Int(response.status.code), body: String(buffer: bytes), headers: all)
    }

    func token() async throws -> String {
        let basic = Data("\(Self.credentials.id):\(Self.credentials.secret)".utf8).base64EncodedString()
        let reply = try await send(
            "POST", "/oauth/token", "grant_type=client_credentials",
            headers: ["authorization": "Basic \(basic)"])
        try #require(reply.status == 200)
        return try #require(reply.body.firstMatch(of: /"access_token":"([^"]+)"/).map { String($0.1) })
    }

    static func event(_ id: String, type: String = "low-data") -> String {
        #"{"transactionId": "\#(id)", "type": "\#(type)"}"#
    }

    static let eventPath = "/millom/gp/v1/single?idValue=4790000011&idType=MSISDN"
}
