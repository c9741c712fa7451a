package import Foundation
import HTTPTypes
import HummingbirdCore
import HummingbirdTLS
package import Logging
package import MillomJournal
package import MirrorCore
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Why the receiver cannot start.
package enum ReceiverFailure: UserFacingError, Equatable {
    case cannotListen(host: String, port: Int, reason: String)

    package var kind: FailureKind { .configuration }

    package var message: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host), port \(port) (\(reason)): set millom.receiver.address to a free port of this machine"
        }
    }
}

/// The service that Millom calls: notifications, callbacks of purchases, and tokens for both.
///
/// Nothing is answered 200 before it is durable in the journal.
package final class Receiver: Service {
    private let configuration: ReceiverConfiguration
    private let service: ReceiverService
    private let journal: Journal
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let onStart: @Sendable (Int) async -> Void

    /// - Parameter onStart: receives the port once the receiver listens.
    package init(
        _ configuration: ReceiverConfiguration, journal: Journal, now: @escaping @Sendable () -> Date,
        logger: Logger, onStart: @escaping @Sendable (Int) async -> Void
    ) {
        self.configuration = configuration
        self.journal = journal
        self.now = now
        self.logger = logger
        self.onStart = onStart
        service = ReceiverService(
            configuration, authority: TokenIssuer(configuration), inbox: Inbox(journal), now: now,
            logger: logger)
    }

    /// Serves until it is shut down gracefully, or cancelled.
    ///
    /// - Throws: ``ReceiverFailure`` if the address is in use or does not belong to this machine.
    package func run() async throws {
        let onStart = onStart
        // The library logs addresses and more.
        let silent = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }
        let server = try channel().server(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: .maximum(configuration.limits.connections, logger: silent)),
            onServerRunning: { await onStart($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: silent)
        let (service, logger) = (service, logger)
        do {
            try await withGracefulShutdownHandler {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await server.run() }
                    group.addTask { await self.cleanUpPeriodically() }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            } onGracefulShutdown: {
                service.stop()
                logger.notice("receiver stopping")
            }
        } catch let error as IOError {
            throw ReceiverFailure.cannotListen(
                host: configuration.host, port: configuration.port,
                reason: String(cString: strerror(error.errnoCode)))
        } catch let error as SocketAddressError {
            throw ReceiverFailure.cannotListen(
                host: configuration.host, port: configuration.port, reason: "\(error)")
        }
    }

    private func channel() throws -> any ServerChildChannel {
        var http = HTTP1Channel.Configuration()
        http.httpDecoder = .init(
            maxHeaderFieldSize: 16 * 1024, maxHeaderListSize: 32 * 1024, maxHeaderFieldCount: 100)
        let plain = BoundedConnection(
            inner: HTTP1Channel(responder: responder(), configuration: http), limits: configuration.limits)
        guard let tls = configuration.certificate?.configuration else { return plain }
        return try TLSChannel(plain, configuration: TLSChannelConfiguration(tlsConfiguration: tls))
    }

    private func responder() -> HTTPChannelHandler.Responder {
        let service = service
        let limit = configuration.limits.bodyBytes
        return { request, writer, channel in
            let received = ReceivedRequest(
                method: request.method.rawValue, target: request.head.path ?? "/",
                authorization: request.headers[.authorization],
                contentLength: request.headers[.contentLength].flatMap { Int($0) })
            let answer = try await service.answer(received) {
                var bytes: [UInt8] = []
                for try await part in request.body {
                    guard bytes.count + part.readableBytes <= limit else { return nil }
                    bytes.append(contentsOf: part.readableBytesView)
                }
                return bytes
            }
            let body = ResponseBody(byteBuffer: ByteBuffer(string: answer.body))
            try await writer.write(response: answer.head(), body: body)
            guard answer.closes else { return }
            // The rest of the request is ignored for a while: if closed at once, the answer might not arrive.
            channel.close(mode: .output, promise: nil)
            channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
        }
    }

    /// Removes expired links and checks for a renewed certificate, once a minute.
    private func cleanUpPeriodically() async {
        while true {
            do { try await Task.sleep(for: .seconds(60)) } catch { return }
            renewCertificate()
            do {
                try journal.dropExpiredLinks(at: now())
            } catch {
                logger.error("expired links not removed", metadata: ["error": "\(error)"])
            }
        }
    }

    private func renewCertificate() {
        do {
            guard try configuration.certificate?.reload() == true else { return }
            logger.notice("certificate renewed for new connections")
        } catch {
            // The files may be half replaced.
            let reason = (error as? any UserFacingError)?.message ?? "unexpected \(type(of: error))"
            logger.error(
                "the certificate cannot be read; the last valid one stays in use",
                metadata: ["error": "\(reason)"])
        }
    }
}
