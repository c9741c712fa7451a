import Exports
import HTTPTypes
import MirrorCore
import MirrorReading
import Reports

extension Site {
    func health(_ request: ServedRequest) async throws -> Reply {
        _ = try Parameters(request, [])
        _ = try await watch.stamp()
        return .of(Self.document("{\"status\": \"ok\"}\n", type: "application/json"), ifNoneMatch: nil)
    }

    func metrics(_ request: ServedRequest) async throws -> Reply {
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

    func report(_ name: String, _ request: ServedRequest) async throws -> Reply {
        let parameters = try Parameters(request, ["as_of", "format"], others: true)
        let served = try parameters.choice(
            "format", [("json", ReportFormat.json), ("csv", .csv)], usual: .json)
        let report = try reports.named(name, as: served)
        let format: ResultFormat = served == .csv ? .csv : .json
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
        -> CachedAnswer
    {
        var bytes: [UInt8] = []
        do {
            try write { piece in
                bytes += piece
                guard bytes.count <= wholeBytes else { throw TooLong() }
            }
        } catch is TooLong {
            return CachedAnswer(bytes: [], type: type, tag: "", isTooLong: true)
        }
        return CachedAnswer(bytes: bytes, type: type, tag: EntityTag.of(bytes))
    }

    private struct TooLong: Error {}

    private static func text(of arguments: [String: String]) -> String {
        arguments.sorted { $0.key < $1.key }.map {
            "\($0.key.utf8.count):\($0.key)=\($0.value.utf8.count):\($0.value)"
        }
        .joined(separator: "\n")
    }

    func reportPage(_ name: String, _ request: ServedRequest) async throws -> Reply {
        let report = try reports.named(name, as: .html)
        let parameters = try Parameters(request, ["as_of"], others: true)
        // A form sends every field, even empty ones.
        let arguments = parameters.others.filter { !$0.value.isEmpty }
        let asOf = parameters["as_of"].flatMap { $0.isEmpty ? nil : $0 }
        let question = "page \(name)\n" + Self.text(of: arguments)
        let formats = reports.downloads(of: name)
        let (language, words) = (configuration.language, configuration.words)
        return try await whole(request, question, asOf: asOf) { _, reader, _ in
            try ReportPage(report, arguments, asOf: asOf, downloads: formats, in: language, words)
                .answer(of: reader)
        }
    }

    func relation(_ name: String, _ request: ServedRequest) async throws -> Reply {
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
}
