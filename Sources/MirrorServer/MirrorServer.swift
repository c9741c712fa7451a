package import Foundation
import HTTPTypes
import HummingbirdCore
package import Logging
import MirrorCore
import MirrorReading
import NIOCore
import ServiceLifecycle

/// The HTTP service for a mirror: pages for people, reports and relations for programs.
package final class MirrorServer: Service {
    private let configuration: MirrorServerConfiguration
    private let site: Site
    private let onStart: @Sendable (Int) async -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - page: makes the page at `/`.
    ///   - onStart: receives the port once the server listens.
    package init(
        _ configuration: MirrorServerConfiguration, _ opener: MirrorOpener, _ reports: ServedReports,
        page: FrontPage, now: @escaping @Sendable () -> Date, logger: Logger,
        onStart: @escaping @Sendable (Int) async -> Void
    ) {
        self.configuration = configuration
        self.onStart = onStart
        self.logger = logger
        site = Site(configuration, opener, reports, page: page, now: now, logger: logger)
    }

    /// Serves until it is shut down gracefully, or cancelled.
    ///
    /// - Throws: ``ServeFailure``.
    package func run() async throws {
        let open = OpenConnections()
        var http = HTTP1Channel.Configuration()
        http.httpDecoder = .init(
            maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)
        let silent = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }
        let listener = Listener(
            configuration: configuration, http: HTTP1Channel(responder: responder(open), configuration: http),
            open: open, logger: silent)
        try await listener.run(onStart: onStart)
        logger.notice("server stopped")
    }

    private func responder(_ open: OpenConnections) -> HTTPChannelHandler.Responder {
        let site = site
        return { request, writer, channel in
            let peer = channel.remoteAddress?.ipAddress
            let reply = try await open.work(for: channel) {
                try await site.answer { () throws(Refusal) in
                    try ServedRequest(
                        method: request.method.rawValue, target: request.head.path ?? "",
                        host: request.head.authority, authorization: request.headers[.authorization],
                        accept: request.headers[.accept], ifNoneMatch: request.headers[.ifNoneMatch],
                        peer: peer)
                }
            }
            let isHead = request.method == .head
            switch reply {
            case .whole(let status, var fields, let bytes):
                if status != 304 { fields[.contentLength] = "\(bytes.count)" }
                let closes = open.isStopping
                if closes { fields[.connection] = "close" }
                let head = HTTPResponse(status: .init(code: status), headerFields: fields)
                if isHead || bytes.isEmpty {
                    try await writer.writeResponse(head)
                } else {
                    try await writer.write(
                        response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
                }
                if closes { channel.close(promise: nil) }
            case .stream(var fields, let first, let pipe):
                open.whenClosed(channel) { pipe.end() }
                pipe.whenAbandoned { channel.close(promise: nil) }
                defer {
                    open.whenClosed(channel, nil)
                    pipe.end()
                }
                if isHead {
                    // Without a length the encoder ends even a bodiless answer with a last chunk, which a
                    // client would take for the beginning of its next answer.
                    fields[.connection] = "close"
                    try await writer.writeResponse(HTTPResponse(status: .ok, headerFields: fields))
                    return channel.close(promise: nil)
                }
                let head = HTTPResponse(status: .ok, headerFields: fields)
                var body = try await writer.writeHead(head)
                if !first.isEmpty { try await body.write(ByteBuffer(bytes: first)) }
                do {
                    while let piece = try await pipe.next() { try await body.write(ByteBuffer(bytes: piece)) }
                } catch {
                    // The head has been sent: only closing the connection early can signal the failure.
                    channel.close(promise: nil)
                    throw error
                }
                try await body.finish(nil)
            }
        }
    }
}
