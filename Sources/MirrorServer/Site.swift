import Exports
import Foundation
import HTTPTypes
import Logging
import MirrorCore
import MirrorReading
import NIOCore
import Pacing
import Reports
import Synchronization

/// Answers requests from the mirror, independently of the transport.
final class Site: Sendable {
    let configuration: MirrorServerConfiguration
    let opener: MirrorOpener
    let reports: ServedReports
    let page: FrontPage
    private let accessControl: AccessControl
    private let pool: QueryPool
    /// For streams, which last as long as their clients take: they keep no query from its answer.
    private let streams: QueryPool
    private let cache: AnswerCache
    let watch: MirrorWatch
    private let now: @Sendable () -> Date
    let logger: Logger
    private let inFlight = Mutex(0)

    /// The longest answer to keep as a whole.
    static let wholeBytes = 8 << 20

    init(
        _ configuration: MirrorServerConfiguration, _ opener: MirrorOpener, _ reports: ServedReports,
        page: FrontPage, now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.configuration = configuration
        self.opener = opener
        self.reports = reports
        self.page = page
        self.now = now
        self.logger = logger
        accessControl = AccessControl(configuration)
        pool = QueryPool(connections: configuration.connections, patience: configuration.queryTimeout)
        streams = QueryPool(connections: configuration.connections, patience: configuration.queryTimeout)
        cache = AnswerCache(limit: configuration.cacheBytes)
        watch = MirrorWatch(opener, now: now)
    }

    /// Answers a request; the caller's task is cancelled when the client disconnects.
    ///
    /// - Parameter read: parses the request; an invalid request is refused.
    /// - Throws: `CancellationError`.
    func answer(_ read: () throws(Refusal) -> ServedRequest) async throws -> Reply {
        let isIn = inFlight.withLock { count in
            guard count < configuration.requestsInFlight else { return false }
            count += 1
            return true
        }
        guard isIn else {
            return .of(Refusal.unavailable("too many requests at one time: try again", retryAfter: 1))
        }
        defer { inFlight.withLock { $0 -= 1 } }
        do {
            return try await admitted(read())
        } catch {
            let refusal = try refusal(of: error)
            if refusal.status >= 500 {
                logger.warning("request not answered", metadata: ["status": "\(refusal.status)"])
            }
            return .of(refusal)
        }
    }

    private func admitted(_ request: ServedRequest) async throws -> Reply {
        let route = Route(request.path)
        try accessControl.check(request, isOpen: route == .health)
        guard let route else {
            throw Refusal.notFound("no such path: /api/v1/openapi.json lists the paths")
        }
        guard ["GET", "HEAD"].contains(request.method) else { throw Refusal.methodNotAllowed }
        switch route {
        case .health: return try await health(request)
        case .page:
            _ = try Parameters(request, [])
            return try await whole(request, "page") { site, reader, _ in
                try site.page.render(reader, site.reports)
            }
        case .reportList:
            _ = try Parameters(request, [])
            return try await whole(request, "report list") { site, reader, _ in
                try FrontPage.list(in: site.configuration.language).render(reader, site.reports)
            }
        case .reports:
            _ = try Parameters(request, [])
            return .of(reports.list, ifNoneMatch: request.ifNoneMatch)
        case .openAPI:
            _ = try Parameters(request, [])
            return .of(reports.openAPI, ifNoneMatch: request.ifNoneMatch)
        case .status:
            _ = try Parameters(request, [])
            return try await whole(request, "status") { site, reader, now in
                let status = try Status(of: reader, now: now)
                let level = site.configuration.privacy.level(for: .jsonl)
                return Self.document(
                    level == .full ? status.json : status.jsonWithoutNumbers, type: "application/json")
            }
        case .metrics: return try await metrics(request)
        case .report(let name): return try await report(name, request)
        case .reportPage(let name): return try await reportPage(name, request)
        case .relation(let name): return try await relation(name, request)
        }
    }

    // MARK: Shared by all answers

    /// The beginning of the current minute, from which relative times count, so that
    /// answers within it are equal.
    var minute: Date {
        Date(timeIntervalSince1970: (now().timeIntervalSince1970 / 60).rounded(.down) * 60)
    }

    static func document(_ text: String, type: String, policy: String? = nil) -> CachedAnswer {
        let bytes = Array(text.utf8)
        return CachedAnswer(bytes: bytes, type: type, tag: EntityTag.of(bytes), policy: policy)
    }

    /// A complete answer derived from the mirror, cached until the mirror changes.
    ///
    /// - Parameter question: everything it depends on besides the mirror and the minute.
    func whole(
        _ request: ServedRequest, _ question: String, asOf text: String? = nil,
        _ make: @escaping @Sendable (Site, MirrorReader, Date) throws -> CachedAnswer
    ) async throws -> Reply {
        .of(try await kept(question, asOf: text, make), ifNoneMatch: request.ifNoneMatch)
    }

    func kept(
        _ question: String, asOf text: String?,
        _ make: @escaping @Sendable (Site, MirrorReader, Date) throws -> CachedAnswer
    ) async throws -> CachedAnswer {
        let minute = minute
        let asOf = try text.map { try AsOf($0, now: minute, in: opener.timeZone) }
        let stamp = try await watch.stamp()
        let key = AnswerCache.Key(
            stamp: stamp, minute: Int(minute.timeIntervalSince1970) / 60,
            question: [asOf?.text ?? "", question].joined(separator: "\n"))
        return try await cache.answer(for: key) { [self] interruption in
            try await pool.run { [self] in
                let reader = try open(asOf, minute, interruption)
                return try make(self, reader, minute)
            }
        }
    }

    private func open(_ asOf: AsOf?, _ now: Date, _ interruption: Interruption) throws -> MirrorReader {
        try interruption.check()
        return try opener.open(asOf, now, configuration.queryTimeout, interruption)
    }

    /// A streamed answer; `write` runs on its own thread with a sink for its output.
    ///
    /// Nothing is sent before the first chunk, so that an early failure gets its proper status.
    func stream(
        _ fields: HTTPFields, asOf: AsOf?,
        _ write: @escaping @Sendable (MirrorReader, @escaping ByteSink) throws -> Void
    ) async throws -> Reply {
        let (pipe, interruption) = (ChunkPipe(), Interruption())
        let (minute, streams, limits) = (minute, streams, configuration.limits)
        // Ends with its query, which has a time limit, or when the pipe is closed.
        let work = Task { [self] in
            do {
                try await streams.run { [self] in
                    try write(open(asOf, minute, interruption)) { try pipe.push($0) }
                }
                pipe.finish(.success(()))
            } catch {
                pipe.finish(.failure(error))
            }
        }
        let deadline = Task {
            try await Task.sleep(for: limits.answerTime)
            interruption.raise()
            pipe.abandon()
        }
        let stall = Task {
            repeat {
                try await Task.sleep(for: limits.stallTime)
            } while !pipe.isStalled(below: limits.stallBytes)
            interruption.raise()
            pipe.abandon()
        }
        pipe.onEnd = {
            deadline.cancel()
            stall.cancel()
            interruption.raise()
            work.cancel()
        }
        do {
            let first = try await withTaskCancellationHandler {
                try await pipe.next()
            } onCancel: {
                pipe.end()
            }
            return .stream(fields: fields, first: first ?? [], pipe: pipe)
        } catch {
            pipe.end()
            throw error
        }
    }
}
