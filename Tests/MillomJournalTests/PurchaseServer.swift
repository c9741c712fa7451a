import Foundation
import Glibc
import MillomJournal
import MirrorCore
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server that executes purchases, each transid once, and counts every request.
final class PurchaseServer: Sendable {
    /// How it treats a request.
    enum Manner: String, Sendable {
        case complete, process, refuse
        /// Executes it, and closes the connection without a reply.
        case closeAfter
        /// Closes the connection without a reply, and executes nothing.
        case closeBefore
        /// Kills the client, like `kill -9`, when the request has arrived.
        case killBefore
        /// Executes it, and kills the client.
        case killAfter
    }

    struct Counts: Sendable {
        /// How often each transid was executed.
        var executed: [String: Int] = [:]
        var requests: [String: Int] = [:]
        /// How often each plan was bought.
        var bought: [String: Int] = [:]
    }

    private struct State {
        var counts = Counts()
        var manner: Manner
    }

    private let state: Mutex<State>

    private init(_ manner: Manner) { state = Mutex(State(manner: manner)) }

    var counts: Counts { state.withLock { $0.counts } }

    func behave(_ manner: Manner) { state.withLock { $0.manner = manner } }

    /// Passes `body` a server and its port.
    static func with(
        _ manner: Manner = .complete, _ body: (PurchaseServer, Int) async throws -> Void
    ) async throws {
        let server = PurchaseServer(manner)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(PurchaseHandler(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(server, channel.localAddress?.port ?? 0)
            try await channel.close()
        } catch {
            try? await channel.close()
            throw error
        }
    }

    /// The answer to a request; nil for none.
    fileprivate func answer(_ body: String, client: pid_t) -> (status: Int, body: String)? {
        let parts = body.split(separator: " ").map(String.init)
        guard parts.count == 2 else { return (400, "BAD_REQUEST") }
        let (transid, plan) = (parts[0], parts[1])
        return state.withLock { state in
            state.counts.requests[transid, default: 0] += 1
            switch state.manner {
            case .closeBefore: return nil
            case .refuse: return (400, "INSUFFICIENT_FUNDS")
            case .killBefore:
                kill(client, SIGKILL)
                return nil
            case .complete, .process, .closeAfter, .killAfter: break
            }
            if state.counts.executed[transid] == nil {
                state.counts.executed[transid] = 1
                state.counts.bought[plan, default: 0] += 1
            }
            switch state.manner {
            case .complete: return (200, "receipt-1")
            case .process: return (202, "")
            case .killAfter:
                kill(client, SIGKILL)
                return nil
            default: return nil
            }
        }
    }
}

private final class PurchaseHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let server: PurchaseServer
    private var client: pid_t = 0
    private var body = ""

    init(_ server: PurchaseServer) { self.server = server }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): client = head.headers.first(name: "x-process").flatMap { pid_t($0) } ?? 0
        case .body(let part): body += String(buffer: part)
        case .end:
            guard let (status, text) = server.answer(body, client: client) else {
                return context.close(promise: nil)
            }
            let head = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: status),
                headers: ["content-length": "\(text.utf8.count)", "connection": "close"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            context.close(promise: nil)
        }
    }
}

/// Sends a purchase to a ``PurchaseServer``, over a real connection.
struct SocketSender: PurchaseSender {
    let port: Int

    func send(_ intent: PurchaseIntent) async -> PurchaseReply {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return .notSent(reason: "no connection") }
        let body = "\(intent.transid) \(intent.planID)"
        let request = Array(
            ("POST /purchasePlan HTTP/1.1\r\nhost: x\r\nx-process: \(getpid())\r\n"
                + "content-length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
        guard Glibc.send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            return .unknown(reason: "cut off")
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { break }
            answer += piece[..<count]
        }
        return Self.reply(String(decoding: answer, as: UTF8.self))
    }

    private static func reply(_ text: String) -> PurchaseReply {
        let body = text.components(separatedBy: "\r\n\r\n").last
        switch text.dropFirst("HTTP/1.1 ".count).prefix(3) {
        case "200": return .completed(confirmationCode: body, message: nil)
        case "202": return .processing(message: nil)
        case "400": return .failed(cause: body, message: nil)
        default: return .unknown(reason: "no answer")
        }
    }
}
