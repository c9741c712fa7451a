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
    private let gate: Gate
    private let pool: QueryPool
    private let cache: AnswerCache
    private let watch: MirrorWatch
    private let now: @Sendable () -> Date
    private let logger: Logger
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
        gate = Gate(configuration)
        pool = QueryPool(connections: configuration.connections, patience: configuration.queryTimeout)
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
        try gate.check(request, isOpen: route == .health)
        guard let route else {
            throw Refusal.notFound("there is no such path: /api/v1/openapi.json lists those that there are")
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
                try FrontPage.list.render(reader, site.reports)
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
    private var minute: Date {
        Date(timeIntervalSince1970: (now().timeIntervalSince1970 / 60).rounded(.down) * 60)
    }

    static func document(_ text: String, type: String, policy: String? = nil) -> WholeAnswer {
        let bytes = Array(text.utf8)
        return WholeAnswer(bytes: bytes, type: type, tag: EntityTag.of(bytes), policy: policy)
    }

    /// A complete answer derived from the mirror, cached until the mirror changes.
    ///
    /// - Parameter question: everything it depends on besides the mirror and the minute.
    private func whole(
        _ request: ServedRequest, _ question: String, asOf text: String? = nil,
        _ make: @escaping @Sendable (Site, MirrorReader, Date) throws -> WholeAnswer
    ) async throws -> Reply {
        .of(try await kept(question, asOf: text, make), ifNoneMatch: request.ifNoneMatch)
    }

    private func kept(
        _ question: String, asOf text: String?,
        _ make: @escaping @Sendable (Site, MirrorReader, Date) throws -> WholeAnswer
    ) async throws -> WholeAnswer {
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
    private func stream(
        _ fields: HTTPFields, asOf: AsOf?,
        _ write: @escaping @Sendable (MirrorReader, @escaping ByteSink) throws -> Void
    ) async throws -> Reply {
        let (pipe, interruption) = (ChunkPipe(), Interruption())
        let (minute, pool) = (minute, pool)
        // Ends with its question, which has a time limit, or when the pipe is closed.
        let work = Task { [self] in
            do {
                try await pool.run { [self] in
                    try write(open(asOf, minute, interruption)) { try pipe.push($0) }
                }
                pipe.finish(.success(()))
            } catch {
                pipe.finish(.failure(error))
            }
        }
        let limit = configuration.limits.answerTime
        let alarm = Task {
            try await Task.sleep(for: limit)
            interruption.raise()
            pipe.close()
        }
        pipe.onEnd = {
            alarm.cancel()
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

    // MARK: Answers

    private func health(_ request: ServedRequest) async throws -> Reply {
        _ = try Parameters(request, [])
        _ = try await watch.stamp()
        return .of(Self.document("{\"status\": \"ok\"}\n", type: "application/json"), ifNoneMatch: nil)
    }

    private func metrics(_ request: ServedRequest) async throws -> Reply {
        _ = try Parameters(request, [])
        let format: MetricFormat =
            request.accept?.contains("application/openmetrics-text") == true ? .openmetrics : .prometheus
        return try await whole(request, "metrics \(format)") { site, reader, now in
            let metrics = try MirrorMetrics(of: reader, now: now)
            let text = format.text(
                of: metrics.families(
                    version: site.configuration.version, publishedAt: site.opener.publishedAt()))
            return Self.document(text, type: format.mediaType)
        }
    }

    private func report(_ name: String, _ request: ServedRequest) async throws -> Reply {
        let report = try reports.named(name)
        let parameters = try Parameters(request, ["as_of", "format"], others: true)
        let format = try parameters.choice(
            "format", [("json", ResultFormat.json), ("csv", .csv)], usual: .json)
        let (arguments, asOf) = (parameters.others, parameters["as_of"])
        let question = "report \(format.rawValue) \(name)\n" + Self.text(of: arguments)
        let type = format == .json ? "application/json" : "text/csv; charset=utf-8; header=present"
        let answer = try await kept(question, asOf: asOf) { _, reader, _ in
            try Self.buffered(type) { try reader.write(report, arguments, as: format, to: $0) }
        }
        guard answer.isTooLong else { return .of(answer, ifNoneMatch: request.ifNoneMatch) }
        return try await stream(
            Reply.fields(type: type), asOf: asOf.map { try AsOf($0, now: minute, in: opener.timeZone) }
        ) { reader, sink in
            try reader.write(report, arguments, as: format, to: sink)
        }
    }

    /// Collects the output of `write`; discards it if it is too long.
    private static func buffered(_ type: String, _ write: (@escaping ByteSink) throws -> Void) throws
        -> WholeAnswer
    {
        var bytes: [UInt8] = []
        do {
            try write { piece in
                bytes += piece
                guard bytes.count <= wholeBytes else { throw TooLong() }
            }
        } catch is TooLong {
            return WholeAnswer(bytes: [], type: type, tag: "", isTooLong: true)
        }
        return WholeAnswer(bytes: bytes, type: type, tag: EntityTag.of(bytes))
    }

    private struct TooLong: Error {}

    private static func text(of arguments: [String: String]) -> String {
        arguments.sorted { $0.key < $1.key }.map {
            "\($0.key.utf8.count):\($0.key)=\($0.value.utf8.count):\($0.value)"
        }
        .joined(separator: "\n")
    }

    private func reportPage(_ name: String, _ request: ServedRequest) async throws -> Reply {
        let report = try reports.named(name)
        let parameters = try Parameters(request, ["as_of"], others: true)
        // A form sends every field, even empty ones.
        let arguments = parameters.others.filter { !$0.value.isEmpty }
        let asOf = parameters["as_of"].flatMap { $0.isEmpty ? nil : $0 }
        let question = "page \(name)\n" + Self.text(of: arguments)
        return try await whole(request, question, asOf: asOf) { _, reader, _ in
            try ReportPage(report, arguments, asOf: asOf).answer(of: reader)
        }
    }

    private func relation(_ name: String, _ request: ServedRequest) async throws -> Reply {
        guard ExportedRelation.all.contains(where: { $0.name == name }) else {
            throw Refusal.notFound("there is no relation \(name): see /api/v1/openapi.json")
        }
        let parameters = try Parameters(request, ["format", "limit", "offset", "as_of", "stamp"])
        let format = try parameters.choice(
            "format", [("jsonl", ExportFormat.jsonl), ("csv", .csv)], usual: .jsonl)
        let limit = try parameters.number("limit", in: 1...1_000_000)
        let offset = try parameters.number("offset", in: 0...1_000_000_000) ?? 0
        let asOf = try parameters["as_of"].map { try AsOf($0, now: minute, in: opener.timeZone) }
        let privacy = try opener.privacy(configuration.privacy.level(for: format))
        let stamp = try await watch.stamp()
        let short = String(EntityTag.of([stamp]).dropFirst().dropLast())
        if let given = parameters["stamp"], given != short { throw Refusal.changed }
        let type =
            format == .jsonl ? "application/jsonl; charset=utf-8" : "text/csv; charset=utf-8; header=present"
        var fields = Reply.fields(type: type)
        let tag = EntityTag.of([
            stamp, name, format.rawValue, "\(limit ?? -1)", "\(offset)", asOf?.text ?? "",
            privacy.level.rawValue,
            configuration.version,
        ])
        fields[.eTag] = tag
        if let limit {
            if let link = HTTPField.Name("link") {
                fields[link] = Self.next(name, request, limit: limit, offset: offset, stamp: short)
            }
        }
        if EntityTag.matches(request.ifNoneMatch, tag) {
            fields[.contentType] = nil
            return .whole(status: 304, fields: fields, bytes: [])
        }
        let rows = RelationRows(name, as: format, privacy: privacy, limit: limit, offset: offset)
        return try await stream(fields, asOf: asOf) { reader, sink in try rows.write(of: reader, to: sink) }
    }

    /// The link to the next page; even the last page has one, which leads to an empty page.
    private static func next(
        _ name: String, _ request: ServedRequest, limit: Int, offset: Int, stamp: String
    ) -> String {
        var pairs = request.query.filter { !["offset", "stamp"].contains($0.name) }.map {
            "\($0.name)=\(encoded($0.value))"
        }
        pairs += ["offset=\(offset + limit)", "stamp=\(encoded(stamp))"]
        return "</api/v1/relation/\(encoded(name))?\(pairs.joined(separator: "&"))>; rel=\"next\""
    }

    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    // MARK: Failures

    /// Translates `error` for a client.
    ///
    /// - Throws: `CancellationError` if the client is gone.
    private func refusal(of error: any Error) throws -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case is CancellationError:
            guard !Task.isCancelled else { throw error }
            return .unavailable("the question took too long and was stopped: ask for less", retryAfter: 60)
        case let failure as QueryFailure:
            if case .tooLong = failure {
                return .unavailable(
                    "the question took longer than \(configuration.queryTimeout) and was stopped: ask for less",
                    retryAfter: 60)
            }
            return .failed(Msisdn.redacting(failure.message))
        case let failure as AsOfFailure:
            return .badRequest(Msisdn.redacting(failure.message.replacing("--as-of", with: "as_of")))
        case let failure as any UserFacingError:
            let message = Msisdn.redacting(failure.message)
            switch failure.kind {
            case .usage: return .badRequest(message)
            case .unusableData where failure is ReportFailure: return .failed(message)
            case .unusableData, .disk, .tryLater, .unreachable:
                logger.error("the mirror cannot be read", metadata: ["error": "\(message)"])
                return .unavailable("the mirror cannot be read at present", retryAfter: 30)
            case .decision, .credentials, .configuration:
                logger.error("request not answered", metadata: ["error": "\(message)"])
                return .failed("the server is not set up for this")
            }
        default:
            logger.error("request not answered", metadata: ["error": "unexpected \(type(of: error))"])
            return .failed("unexpected")
        }
    }
}

/// The parameters of a request, separated into known and other ones.
struct Parameters {
    private let known: [String: String]
    /// The parameters that the route does not define.
    let others: [String: String]

    /// - Parameter others: whether other parameters are allowed.
    /// - Throws: ``Refusal``.
    init(_ request: ServedRequest, _ names: Set<String>, others isOpen: Bool = false) throws(Refusal) {
        var (known, others) = ([String: String](), [String: String]())
        for (name, value) in request.query {
            if names.contains(name) { known[name] = value } else { others[name] = value }
        }
        if !isOpen, let unknown = others.keys.sorted().first {
            let words =
                names.isEmpty ? "there are none" : "there are \(names.sorted().joined(separator: ", "))"
            throw .badRequest("there is no parameter \(unknown) here; \(words)")
        }
        (self.known, self.others) = (known, others)
    }

    subscript(name: String) -> String? { known[name] }

    func choice<Value>(_ name: String, _ choices: [(String, Value)], usual: Value) throws(Refusal) -> Value {
        guard let text = known[name] else { return usual }
        guard let choice = choices.first(where: { $0.0 == text }) else {
            throw .badRequest("\(name) has to be one of \(choices.map(\.0).joined(separator: ", "))")
        }
        return choice.1
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = known[name] else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            throw .badRequest("\(name) has to be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
