import Foundation
import NIOHTTP1
import Sandbox
import ScriptedHTTP
import TestSupport
import Testing

/// The receiver's reply; the sandbox has scripted replies too.
typealias ReceiverReply = ScriptedHTTP.ScriptedReply

/// A client of the simulated Millom.
struct MillomCalls {
    static let wealthy = "924542610003"
    static let needy = "924542610000"

    let client: SandboxClient
    var headers: HTTPHeaders = [:]

    /// Percent-encodes an id for a path.
    static func encoded(_ id: String) -> String {
        id.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? id
    }

    /// One of a subscriber's records.
    func record(
        _ call: String, of id: String = wealthy, type: String? = nil, headers more: HTTPHeaders = [:]
    )
        async throws
        -> Answer
    {
        try await get(
            "/std/google/tp/\(Self.encoded(id))/\(call)\(type.map { "?key_type=\($0)" } ?? "")", more)
    }

    func get(_ path: String, _ more: HTTPHeaders = [:]) async throws -> Answer {
        var all = headers
        for (name, value) in more { all.add(name: name, value: value) }
        return try await client.get(path, headers: all)
    }

    func post(_ path: String, _ body: String = "", _ more: HTTPHeaders = [:]) async throws -> Answer {
        var all = headers
        for (name, value) in more { all.add(name: name, value: value) }
        return try await client.post(path, body, headers: all)
    }

    /// Buys a plan with its offer's context.
    func buy(
        _ plan: String, _ transid: String = UUID().uuidString.lowercased(), by id: String = wealthy,
        fundSource: String? = nil, context: String? = nil
    ) async throws -> Answer {
        let offers = try await record("upsellOffer", of: id).json["offers"]?.elements ?? []
        let offered = offers.first { $0["planId"]?.text == plan }?["offerContext"]?.text
        var body: [String: String] = ["transid": transid, "planid": plan]
        body["offercontext"] = context ?? offered
        body["fundSource"] = fundSource
        let data = try JSONSerialization.data(withJSONObject: body)
        return try await post("/std/google/tp/\(id)/purchasePlan", String(decoding: data, as: UTF8.self))
    }

    /// The main purse's balance.
    func main(of id: String = wealthy) async throws -> String? {
        let wallets = try await record("accountInfo", of: id).json["balances"]?.elements ?? []
        return wallets.first { $0["balanceType"]?.text == "main" }?["balance"]?.text
    }
}

/// A sandbox that simulates Millom, with nothing left to chance in its purchases.
func withMillom(
    _ adjust: (inout SandboxOptions, inout SandboxMillom) -> Void = { _, _ in }, time: SandboxTime = .system,
    _ body: (SandboxServer, MillomCalls) async throws -> Void
) async throws {
    var millom = SandboxMillom()
    millom.queuedShare = 0
    millom.failedShare = 0
    millom.completionDelay = .milliseconds(1)
    let options = SandboxOptions.with { options in
        adjust(&options, &millom)
        options.millom = millom
    }
    try await withSandbox(options, time: time) { server, client in
        try await body(server, MillomCalls(client: client))
    }
}

/// The same, with a receiver that plays `replies`, and `tokens` for token requests.
func withReceiver(
    replies: [ReceiverReply] = [.json("{}")], tokens: [ReceiverReply] = [.token("receiver-token")],
    _ adjust: (inout SandboxMillom) -> Void = { _ in },
    _ body: (SandboxServer, MillomCalls, ScriptedServer) async throws -> Void
) async throws {
    let receiver = ScriptedServer(replies: replies, tokens: tokens, tokenPath: "/oauth/token", date: nil)
    try await receiver.run { port in
        try await withMillom { _, millom in
            var push = SandboxMillom.Push(baseURL: "http://127.0.0.1:\(port)")
            push.pause = .milliseconds(1)
            millom.push = push
            adjust(&millom)
        } _: { (server, calls) async throws in
            try await body(server, calls, receiver)
        }
    }
}

/// Waits until `count` requests besides token requests have reached the receiver and every push has ended.
func arrivals(_ count: Int, at receiver: ScriptedServer, of server: SandboxServer) async throws
    -> [RecordedRequest]
{
    try await Patience.wait("no \(count) pushes: \(receiver.requests)") {
        receiver.dataRequests.count >= count && server.isMillomQuiet
    }
    return receiver.dataRequests
}

extension RecordedRequest {
    var json: JSONValue { get throws { JSONValue(try JSONSerialization.jsonObject(with: Data(body.utf8))) } }

    var path: String { String(target.prefix { $0 != "?" }) }
}
