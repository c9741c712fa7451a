import HTTPTypes
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import Synchronization
import UnixSignals

/// The simulated API as an HTTP server on 127.0.0.1.
///
/// Equal options, and an equal clock at the start, give equal servers. A server can be started once.
package final class SandboxServer: Sendable {
    private struct Running {
        let port: Int
        let tasks: [Task<Void, Never>]
    }

    let service: SandboxService
    private let logger: Logger
    private let connections = Connections()
    private let running = Mutex<Running?>(nil)

    /// Creates the data; nothing listens yet.
    package init(
        options: SandboxOptions = SandboxOptions(), time: SandboxTime = .system,
        logger: Logger = Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        service = SandboxService(options: options, time: time)
        self.logger = logger
    }

    /// The port it listens on; nil before the start and after the stop.
    package var port: Int? { running.withLock { $0?.port } }

    /// The server's address, without a trailing slash; port 0 if it is not running.
    package var baseURL: String { "http://127.0.0.1:\(port ?? 0)" }

    /// Starts listening, and making changes if there is churn.
    ///
    /// - Throws: if the port is taken.
    package func start() async throws {
        if service.options.isWarmedUp { await service.backend.warmUp() }
        let (started, announce) = AsyncThrowingStream.makeStream(of: Int.self)
        let server = Server(
            childChannelSetup: KeptConnection(
                inner: HTTP1Channel(responder: responder()), connections: connections),
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: service.options.port)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
        // stop() ends both tasks and waits for them.
        let serving = Task {
            do {
                try await server.run()
                announce.finish()
            } catch { announce.finish(throwing: error) }
        }
        for try await port in started {
            service.millom?.baseURL.withLock { $0 = "http://127.0.0.1:\(port)" }
            let churning = Task { await self.churn() }
            let carrying = Task { await self.carry() }
            running.withLock { $0 = Running(port: port, tasks: [serving, churning, carrying]) }
            logger.notice("sandbox listening", metadata: ["port": "\(port)"])
            return
        }
        throw CancellationError()
    }

    /// Stops listening, drops requests in flight, and returns once everything is closed.
    package func stop() async {
        let tasks = running.withLock { running in
            defer { running = nil }
            return running?.tasks ?? []
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        connections.stop()
    }

    /// Starts, and serves until the calling task is cancelled.
    package func run() async throws {
        try await start()
        await waitForCancellation()
        await stop()
    }

    /// Starts, calls `onStart`, and serves until SIGTERM or SIGINT: what `submirror sandbox` does.
    package func runUntilSignalled(onStart: @Sendable (SandboxServer) -> Void = { _ in }) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await start()
        onStart(self)
        for await signal in signals {
            logger.notice("sandbox stopping", metadata: ["signal": "\(signal)"])
            break
        }
        await stop()
    }

    /// Runs `body` with a new server on any free port, and stops it however `body` ends.
    package static func withServer<Result: Sendable>(
        options: SandboxOptions = SandboxOptions(), time: SandboxTime = .system,
        _ body: (SandboxServer) async throws -> Result
    ) async throws -> Result {
        let server = SandboxServer(options: options, time: time)
        try await server.start()
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    private func waitForCancellation() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }

    /// Makes spontaneous changes, evenly spaced, until cancelled.
    private func churn() async {
        guard let perSecond = service.options.churn, perSecond > 0 else { return }
        while !Task.isCancelled {
            do { try await Task.sleep(for: .seconds(1) / perSecond) } catch { return }
            _ = service.backend.applyMix(1, at: service.clock.milliseconds)
        }
    }

    /// Sends the requests of Millom and the operator, until cancelled.
    private func carry() async {
        guard let millom = service.millom else { return }
        await millom.courier.run(for: millom)
    }

    private func responder() -> HTTPChannelHandler.Responder {
        let service = service
        let sender = ReplySender(clock: service.clock, options: service.options)
        return { request, writer, channel in
            let reply = service.answer(try await IncomingRequest(request))
            let delay = service.options.latency + reply.delay
            if delay > .zero { try await Task.sleep(for: delay) }
            switch reply.delivery {
            case .hang: try await sender.hang(request)
            case .reset(nil): try await sender.reset(channel)
            case .reset(.some):
                try await sender.sendPart(of: reply, with: writer)
                try await sender.reset(channel)
            case .whole, .cut, .chunked, .drip: try await sender.send(reply, with: writer)
            }
        }
    }
}

extension IncomingRequest {
    /// The maximum length of a form or a control document.
    private static let bodyLimit = 1 << 20

    init(_ request: Request) async throws {
        let target = request.head.path ?? "/"
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let body =
            request.method == .post
            ? Array((try await request.body.collect(upTo: Self.bodyLimit)).readableBytesView) : []
        self.init(
            method: request.method.rawValue, path: target[..<(mark ?? target.endIndex)],
            query: Query(mark.map { target[target.index(after: $0)...] } ?? ""),
            authorization: request.headers[.authorization],
            acceptsGzip: request.headers[.acceptEncoding]?.contains("gzip") ?? false, body: body,
            language: request.headers[.acceptLanguage],
            networkNumber: HTTPField.Name("X-MSISDN").flatMap { request.headers[$0] })
    }
}
