import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Finds out why a server's certificate is not trusted, since BoringSSL only says that it is not.
///
/// Repeats the handshake, examines the certificates, and hangs up before anything is sent.
struct CertificateProbe {
    let server: BaseURL.Server
    let proxy: ProxyAddress?

    /// The longest wait for a handshake.
    private static let patience = Duration.seconds(10)

    /// Finds one reason in words, for a fault; cancelling the task ends the search.
    ///
    /// - Parameter limit: the time left; nil means no limit.
    func reason(within limit: Duration?) async -> String {
        let patience = limit.map { min($0, Self.patience) } ?? Self.patience
        guard let chain = try? await certificates(within: TimeAmount(patience)) else {
            return "its certificate is not trusted"
        }
        return Self.reason(for: chain.map { ($0.notValidBefore, $0.notValidAfter) }, at: Date())
    }

    /// - Parameter validities: of the server's certificate and those above it, in seconds since 1970.
    static func reason(for validities: [(from: Int, to: Int)], at now: Date) -> String {
        let seconds = Int(now.timeIntervalSince1970)
        if let ended = validities.first(where: { $0.to < seconds }) {
            return "its certificate expired on \(day(ended.to))"
        }
        if let coming = validities.first(where: { $0.from > seconds }) {
            return "its certificate is valid only from \(day(coming.from)) on: check this machine's clock"
        }
        return "its certificate is from an unknown issuer: name a company's own authority in network.ca_file"
    }

    private static func day(_ seconds: Int) -> String {
        String(Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601).prefix(10))
    }

    private func certificates(within limit: TimeAmount) async throws -> [NIOSSLCertificate] {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let found = loop.makePromise(of: [NIOSSLCertificate].self)
        let (server, proxy) = (server, proxy)
        // The first result counts.
        let timer = loop.scheduleTask(in: limit) { found.fail(ChannelError.connectTimeout(limit)) }
        defer { timer.cancel() }
        ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let proxy { try pipeline.addHandler(TunnelOpener(through: proxy, to: server)) }
                    try pipeline.addHandler(Self.tls(to: server, telling: found))
                    try pipeline.addHandler(GiveUp(found))
                }
            }
            .connect(host: proxy?.host ?? server.host, port: proxy?.port ?? server.port)
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    found.futureResult.whenComplete { _ in channel.close(promise: nil) }
                case .failure(let error): found.fail(error)
                }
            }
        return try await withTaskCancellationHandler {
            try await found.futureResult.get()
        } onCancel: {
            found.fail(CancellationError())
        }
    }

    private static func tls(
        to server: BaseURL.Server, telling found: EventLoopPromise<[NIOSSLCertificate]>
    ) throws -> NIOSSLClientHandler {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        let isAddress = (try? SocketAddress(ipAddress: server.host, port: server.port)) != nil
        return try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: configuration),
            serverHostname: isAddress ? nil : server.host,
            customVerificationCallback: { chain, judgement in
                found.succeed(chain)
                judgement.succeed(.failed)
            })
    }
}

/// Ends the wait if the connection ends without a certificate.
private final class GiveUp: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let found: EventLoopPromise<[NIOSSLCertificate]>

    init(_ found: EventLoopPromise<[NIOSSLCertificate]>) { self.found = found }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        found.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { found.fail(ChannelError.eof) }
}

/// Asks a proxy for a tunnel, then lets everything pass; handlers after it in the pipeline start only then.
private final class TunnelOpener: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let proxy: ProxyAddress
    private let server: BaseURL.Server
    private var answer: ByteBuffer?

    init(through proxy: ProxyAddress, to server: BaseURL.Server) {
        self.proxy = proxy
        self.server = server
    }

    func channelActive(context: ChannelHandlerContext) {
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        var lines = ["CONNECT \(host):\(server.port) HTTP/1.1", "host: \(host):\(server.port)"]
        if let authorization = proxy.authorization { lines.append("proxy-authorization: \(authorization)") }
        answer = ByteBuffer()
        context.writeAndFlush(
            wrapOutboundOut(ByteBuffer(string: (lines + ["", ""]).joined(separator: "\r\n"))), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard var answer else { return context.fireChannelRead(data) }
        var part = unwrapInboundIn(data)
        answer.writeBuffer(&part)
        self.answer = answer
        guard answer.readableBytes < 16_384 else { return context.close(promise: nil) }
        guard String(buffer: answer).hasSuffix("\r\n\r\n") else { return }
        self.answer = nil
        guard String(buffer: answer).contains(/^HTTP\/1\.[01] 2/) else { return context.close(promise: nil) }
        context.fireChannelActive()
    }
}
