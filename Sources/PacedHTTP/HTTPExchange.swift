import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Pacing
import Synchronization

/// One request and its reply over HTTP, without judging what the reply says.
///
/// After a compressed reply that could not be read, it requests no more compression.
final class HTTPExchange: Sendable {
    /// A GET, or a POST where there is a body.
    struct Request: Sendable {
        let url: String
        let headers: HTTPHeaders
        let body: [UInt8]?
    }

    /// The reply, decoded.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]
        /// The reply's `Date`, as a duration since 1970.
        let date: Duration?
        let retryAfter: Duration?
        /// The quota that its headers announce; nil if they announce none.
        let announced: QuotaAnnouncement?
        let sentAt: Duration
        let receivedAt: Duration
    }

    private let client: HTTPClient
    /// The thread that every request and connection is on.
    private let executor: LoopExecutor
    let clock: RunClock
    let bodyLimit: Int
    private let timeouts: HTTPConfiguration.Timeouts
    private let probe: CertificateProbe
    private let peer: Peer
    private let acceptsGzip = Mutex(true)

    init(
        client: HTTPClient, on executor: LoopExecutor, configuration: HTTPConfiguration, clock: RunClock
    ) {
        self.client = client
        self.executor = executor
        self.clock = clock
        bodyLimit = configuration.bodyLimit
        timeouts = configuration.timeouts
        probe = CertificateProbe(server: configuration.baseURL.server, proxy: configuration.proxy)
        peer = Peer(configuration)
    }

    /// Sends `request` and reads its reply; the run's end cuts it off at any stage.
    ///
    /// - Throws: `Fault`, ``RequestFailure/timeSpent``, or `CancellationError`.
    func send(_ request: Request) async throws -> Answer {
        let collector = ReplyCollector(limit: bodyLimit)
        do {
            let sentAt = clock.now
            // A connection stays on the thread of its first request.
            let reply = try await withTaskExecutorPreference(executor) {
                try await execute(request, collector)
            }
            let body = try decode(reply)
            let receivedAt = clock.now
            let date = reply.headers.first(name: "date").flatMap(HTTPDate.parse)
            let retryAfter = reply.headers.first(name: "retry-after").flatMap {
                RetryAfter.parse($0, serverNow: date ?? receivedAt)
            }
            return Answer(
                status: reply.status, body: body, date: date, retryAfter: retryAfter,
                announced: announced(reply.headers, serverNow: date ?? receivedAt), sentAt: sentAt,
                receivedAt: receivedAt)
        } catch {
            if error is CancellationError || Task.isCancelled { throw CancellationError() }
            if case RequestFailure.timeSpent = error { throw error }
            // An error after the run's end is not a fault of the API.
            try clock.checkEnd()
            let fault = Fault(error, stage: collector.hasBegun ? .body : .firstByte, peer: peer)
            guard fault == .untrustedCertificate else { throw fault }
            let reason = await probe.reason(within: clock.end.map { $0 - clock.now })
            try Task.checkCancellation()
            try clock.checkEnd()
            throw Fault.untrusted(reason)
        }
    }

    private func announced(_ headers: HTTPHeaders, serverNow: Duration) -> QuotaAnnouncement? {
        // Most servers announce nothing, and the search covers a dozen names.
        guard headers.contains(where: { RateLimitHeaders.begin(with: $0.name) }) else { return nil }
        return RateLimitHeaders.parse(serverNow: serverNow) { name in
            let lines = headers[name]
            return lines.isEmpty ? nil : lines.joined(separator: ",")
        }
    }

    private func execute(
        _ request: Request, _ collector: ReplyCollector
    ) async throws -> ReplyCollector.RawReply {
        try clock.checkEnd()
        var headers = request.headers
        if acceptsGzip.withLock({ $0 }) { headers.add(name: "accept-encoding", value: "gzip") }
        let task = client.execute(
            request: try HTTPClient.Request(
                url: request.url, method: request.body == nil ? .GET : .POST, headers: headers,
                body: request.body.map { .bytes($0) }),
            delegate: collector)
        let limit = clock.limit(timeouts.firstByte)
        let timer = task.eventLoop.scheduleTask(in: limit.amount) {
            guard !collector.hasBegun else { return }
            task.fail(
                reason: limit.isRunEnd ? RequestFailure.timeSpent : HTTPClientError.deadlineExceeded)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await task.get()
        } onCancel: {
            task.cancel()
        }
    }

    /// The body without compression and byte order mark.
    ///
    /// If a refusal's body cannot be decoded, its status alone counts.
    private func decode(_ reply: ReplyCollector.RawReply) throws(Fault) -> [UInt8] {
        var decoded: [UInt8] = []
        do {
            decoded = try ContentEncoding.decode(
                reply.body, reply.headers[canonicalForm: "content-encoding"].map(String.init),
                limit: bodyLimit)
        } catch {
            if case .undecodable = error { acceptsGzip.withLock { $0 = false } }
            guard reply.status != 200 else { throw error }
        }
        if decoded.starts(with: [0xEF, 0xBB, 0xBF]) { decoded.removeFirst(3) }
        return decoded
    }
}

extension RunClock {
    /// How long a stage of `length` may take, and whether the run's end is the limit.
    fileprivate func limit(_ length: Duration) -> (amount: TimeAmount, isRunEnd: Bool) {
        guard let left = end.map({ $0 - now }), left < length else { return (TimeAmount(length), false) }
        return (TimeAmount(left), true)
    }

    /// When a body that begins now, and may take `length`, must have ended.
    func bodyEnd(_ length: Duration) -> ConnectionWatch.BodyEnd {
        let limit = limit(length)
        return ConnectionWatch.BodyEnd(
            instant: .now() + limit.amount,
            error: limit.isRunEnd ? RequestFailure.timeSpent : Fault.timedOut(.body))
    }
}

extension HTTPClient.Configuration {
    /// The client's transport: TLS 1.2 or newer, verified, no redirects, no retries except ours; the exchange
    /// decodes compression itself.
    ///
    /// HTTP/1.1, so that the tests run the same code as production. A connection that cannot be made fails at
    /// once instead of being retried for the whole connect timeout, because we count and log retries
    /// ourselves.
    init(_ configuration: HTTPConfiguration) {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let roots = configuration.trustRoots {
            tls.additionalTrustRoots = [.certificates(roots.certificates)]
        }
        self.init(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: Timeout(
                connect: TimeAmount(configuration.timeouts.connect),
                read: TimeAmount(configuration.timeouts.firstByte)))
        if let address = configuration.usedProxy {
            proxy = .server(
                host: address.host, port: address.port,
                authorization: address.authorization.map { _ in
                    .basic(username: address.username ?? "", password: address.password ?? "")
                })
        }
        connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(configuration.concurrency, 1)
        connectionPool.retryConnectionEstablishment = false
        httpVersion = .http1Only
        // Nothing uses its traces, which take 2 % of a load's time.
        tracing.tracer = nil
    }
}

/// The host that connections are opened to.
private struct Peer {
    /// `host:port`, or the proxy's.
    let name: String
    /// The setting that names the API's address.
    let setting: String

    init(_ configuration: HTTPConfiguration) {
        name = configuration.usedProxy.map { "the proxy \($0)" } ?? configuration.baseURL.server.text
        setting = configuration.baseURL.setting
    }
}

extension Fault {
    /// Maps an error of the HTTP client; `stage` is where the exchange was, `peer` the host it connected to.
    fileprivate init(_ error: any Error, stage: Stage, peer: Peer) {
        switch error {
        case let fault as Fault: self = fault
        case let error as HTTPClientError: self.init(error, stage: stage, peer: peer.name)
        case let error as NIOConnectionError: self = .notConnected(peer.name, Self.cause(of: error))
        case is SocketAddressError: self = .notConnected(peer.name, Self.nameNotFound)
        case let error as IOError: self.init(error, peer: peer.name)
        case let error as HTTPParserError: self = .connectionLost("\(error)")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .untrusted("its certificate is for another host than that of \(peer.setting)")
        case let error as NIOSSLError: self.init(error, peer: peer.name)
        default: self = .connectionLost("\(type(of: error))")
        }
    }

    private init(_ error: NIOSSLError, peer: String) {
        switch Self.reason(of: error) {
        case "CERTIFICATE_VERIFY_FAILED": self = .untrustedCertificate
        case "UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION":
            self = .untrusted("it offers no TLS 1.2 or newer")
        case let reason: self = .notConnected(peer, "TLS: \(reason ?? "the handshake failed")")
        }
    }

    /// An untrusted certificate whose reason is still to be found.
    fileprivate static let untrustedCertificate = Fault.untrusted("its certificate is not trusted")

    /// BoringSSL's own code, such as CERTIFICATE_VERIFY_FAILED, without the source locations around it.
    private static func reason(of error: any Error) -> String? {
        "\(error)".firstMatch(of: /OPENSSL_internal:(\w+)/).map { String($0.output.1) }
    }

    private static let nameNotFound = "its name is not found"
    private static let timedOutConnecting = "timed out"

    /// Why none of the host's addresses could be reached: the error of the first one.
    private static func cause(of error: NIOConnectionError) -> String {
        switch error.connectionErrors.first?.error {
        case let error as IOError: words(error.errnoCode)
        case .some: timedOutConnecting
        case nil: nameNotFound
        }
    }

    /// The system's error message: `Connection refused`.
    private static func words(_ code: CInt) -> String { String(cString: strerror(code)) }

    private init(_ error: IOError, peer: String) {
        switch error.errnoCode {
        case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, ETIMEDOUT:
            self = .notConnected(peer, Self.words(error.errnoCode))
        default: self = .connectionLost("errno \(error.errnoCode)")
        }
    }

    private init(_ error: HTTPClientError, stage: Stage, peer: String) {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout:
            self = .notConnected(peer, Self.timedOutConnecting)
        case .readTimeout, .deadlineExceeded: self = .timedOut(stage)
        case .proxyAuthenticationRequired:
            self = .untrusted("the proxy wants another user name and password in network.proxy")
        case .invalidProxyResponse:
            self = .notConnected(peer, "it opens no connection to the API: check network.proxy")
        default: self = .connectionLost(error.shortDescription)
        }
    }
}
