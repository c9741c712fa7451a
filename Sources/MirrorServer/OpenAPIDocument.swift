import Exports
import MirrorCore
import MirrorReading
import Reports

/// Describes the service for programs: OpenAPI 3.1, generated from the available reports and relations.
///
/// Source: spec.openapis.org/oas/v3.1.
struct OpenAPIDocument {
    private let catalogue: ReportCatalogue
    private let names: [ReportFormat: Set<String>]
    private let version: String
    private let hasToken: Bool

    /// - Parameter names: the reports served in each format.
    init(_ catalogue: ReportCatalogue, of names: [ReportFormat: Set<String>], version: String, hasToken: Bool)
    {
        self.catalogue = catalogue
        self.names = names
        self.version = version
        self.hasToken = hasToken
    }

    var text: String {
        var members: [(key: String, value: JSONValue)] = [
            ("openapi", "3.1.0"),
            (
                "info",
                .object([
                    ("title", "submirror"), ("version", .string(version)),
                    (
                        "description",
                        "Read-only access to a mirror of a company's mobile subscriptions. Every response has an ETag: send it as If-None-Match, and an unchanged mirror answers 304."
                    ),
                ])
            ),
            ("paths", .object(paths)), ("components", components),
        ]
        if hasToken { members.append(("security", .array([.object([("token", .array([]))])]))) }
        return JSONValue.object(members).document() + "\n"
    }

    private var paths: [(key: String, value: JSONValue)] {
        return [
            (
                "/api/v1/reports",
                path(
                    "List the reports with their parameters and columns.",
                    ["application/json": Self.reportList])
            ),
            (
                "/api/v1/status",
                path("Freshness and completeness of the mirror.", ["application/json": Self.object])
            ),
            (
                "/api/v1/openapi.json", path("This description.", ["application/json": Self.object])
            ),
            (
                "/metrics",
                path(
                    "Metrics for a monitoring system.",
                    [
                        MetricFormat.openmetrics.mediaType: Self.string,
                        MetricFormat.prometheus.mediaType: Self.string,
                    ])
            ),
            (
                "/healthz",
                path("Whether the mirror can be read.", ["application/json": Self.object], isOpen: true)
            ),
            ("/", path("The HTML page.", ["text/html; charset=utf-8": Self.string])),
            (
                "/report",
                path("The list of reports, as an HTML page.", ["text/html; charset=utf-8": Self.string])
            ),
        ]
            + catalogue.reports.compactMap { report in
                let formats = [ReportFormat.json, .csv].filter { isServed(report, as: $0) }
                return formats.isEmpty
                    ? nil : ("/api/v1/report/\(report.name)", path(of: report, as: formats))
            }
            + catalogue.reports.filter { isServed($0, as: .html) }.map {
                ("/report/\($0.name)", pagePath(of: $0))
            }
            + ExportedRelation.all.map { ("/api/v1/relation/\($0.name)", path(of: $0)) }
    }

    private func isServed(_ report: Report, as format: ReportFormat) -> Bool {
        names[format]?.contains(report.name) == true
    }

    private func path(of report: Report, as formats: [ReportFormat]) -> JSONValue {
        path(
            "\(report.title.english). \(report.description.english)",
            formats.map {
                $0 == .csv
                    ? ("text/csv; charset=utf-8; header=present", Self.string)
                    : ("application/json", Self.document(of: report))
            },
            parameters: report.parameters.map(Self.parameter) + [
                Self.asOf(), Self.choice("format", formats.map(\.rawValue)),
            ])
    }

    private func pagePath(of report: Report) -> JSONValue {
        path(
            "\(report.title.english), as an HTML page with a form.",
            ["text/html; charset=utf-8": Self.string],
            parameters: report.parameters.map { Self.parameter($0, isForm: true) } + [Self.asOf(isForm: true)]
        )
    }

    private func path(of relation: ExportedRelation) -> JSONValue {
        path(
            "The rows of \(relation.name), streamed; with limit, paginated, with a Link to the next page.",
            [
                "application/jsonl; charset=utf-8": Self.string,
                "text/csv; charset=utf-8; header=present": Self.string,
            ],
            parameters: [
                Self.choice("format", ["jsonl", "csv"]), Self.number("limit", 1, 1_000_000),
                Self.number("offset", 0, 1_000_000_000), Self.asOf(),
                Self.query(
                    "stamp", .object([("type", "string")]),
                    "As in the previous page's Link: 412 if the mirror has changed since."),
            ])
    }

    private func path(
        _ summary: String, _ contents: KeyValuePairs<String, JSONValue>, parameters: [JSONValue] = [],
        isOpen: Bool = false
    ) -> JSONValue {
        path(summary, contents.map { ($0.key, $0.value) }, parameters: parameters, isOpen: isOpen)
    }

    /// A path item with one GET operation.
    private func path(
        _ summary: String, _ contents: [(type: String, schema: JSONValue)], parameters: [JSONValue],
        isOpen: Bool = false
    ) -> JSONValue {
        var responses: [(key: String, value: JSONValue)] = [
            (
                "200",
                .object([
                    ("description", "The requested content."),
                    (
                        "content",
                        .object(contents.map { ($0.type, .object([("schema", $0.schema)])) })
                    ),
                ])
            ),
            ("304", .object([("description", "Not modified since the ETag in If-None-Match.")])),
        ]
        for (status, words) in [
            ("400", "A parameter is unknown, missing, duplicated or invalid."),
            ("401", "The token is missing or wrong."),
            ("403", "Not available here to anyone, or not from this address."),
            ("404", "Not found."), ("405", "Only GET and HEAD are supported."),
            ("412", "The mirror has changed since the previous page."),
            ("414", "The request target is too long."),
            ("421", "The server does not serve this host name."),
            ("500", "The report's figures are inconsistent, or it exceeds a limit."),
            (
                "503",
                "Try again after Retry-After: too many requests, a query that took too long, or no mirror."
            ),
        ] {
            responses.append(
                (
                    status,
                    .object([
                        ("$ref", .string("#/components/responses/Problem")), ("description", .string(words)),
                    ])
                ))
        }
        var operation: [(key: String, value: JSONValue)] = [
            ("summary", .string(summary)), ("parameters", .array(parameters)),
            ("responses", .object(responses)),
        ]
        if isOpen { operation.append(("security", .array([]))) }
        return .object([("get", .object(operation))])
    }

    private var components: JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            (
                "responses",
                .object([
                    (
                        "Problem",
                        .object([
                            ("description", "Details of an error (RFC 9457)."),
                            (
                                "content",
                                .object([("application/problem+json", .object([("schema", Self.problem)]))])
                            ),
                        ])
                    )
                ])
            )
        ]
        if hasToken {
            members.append(
                (
                    "securitySchemes",
                    .object([("token", .object([("type", "http"), ("scheme", "bearer")]))])
                ))
        }
        return .object(members)
    }

    // MARK: Schemas

    private static let string = JSONValue.object([("type", "string")])
    private static let object = JSONValue.object([("type", "object")])
    private static let reportList = JSONValue.object([("type", "array"), ("items", object)])

    private static let problem = JSONValue.object([
        ("type", "object"), ("required", .array(["type", "title", "status", "detail"])),
        (
            "properties",
            .object([
                ("type", string), ("title", string), ("status", .object([("type", "integer")])),
                ("detail", string),
            ])
        ),
    ])

    private static func document(of report: Report) -> JSONValue {
        var row: [(key: String, value: JSONValue)] = [("type", "object")]
        if !report.columns.isEmpty {
            row.append(
                (
                    "required",
                    .array(report.columns.filter { report.list(of: $0) == nil }.map { .string($0.name) })
                ))
            row.append(
                (
                    "properties",
                    .object(
                        report.columns.map { ($0.name, .object([("description", .string($0.description))])) })
                ))
        }
        return .object([
            ("type", "object"),
            ("required", .array(["report", "title", "coverage", "parameters", "columns", "rows"])),
            (
                "properties",
                .object([
                    ("report", .object([("const", .string(report.name))])), ("title", string),
                    ("coverage", object), ("parameters", object), ("columns", .object([("type", "array")])),
                    ("rows", .object([("type", "array"), ("items", .object(row))])),
                ])
            ),
        ])
    }

    private static func parameter(_ parameter: ReportParameter) -> JSONValue {
        self.parameter(parameter, isForm: false)
    }

    /// - Parameter isForm: whether an empty value counts as none.
    private static func parameter(_ parameter: ReportParameter, isForm: Bool) -> JSONValue {
        var schema: [(key: String, value: JSONValue)]
        switch parameter.kind {
        case .instant, .start, .end: schema = [("type", "string"), ("format", "date")]
        case .integer(let bounds):
            schema = [("type", "integer")]
            if let bounds {
                schema += [
                    ("minimum", .integer(bounds.lowerBound)), ("maximum", .integer(bounds.upperBound)),
                ]
            }
        case .text(let choices):
            schema = [("type", "string")]
            if let choices { schema.append(("enum", .array(choices.map(JSONValue.string)))) }
        }
        if case .text(let text) = parameter.standsFor { schema.append(("default", .string(text))) }
        return query(
            parameter.name, isForm ? orEmpty(.object(schema)) : .object(schema),
            parameter.description.english,
            isRequired: parameter.isRequired && !isForm)
    }

    /// The schema of a form's field: a browser sends the empty ones as well.
    private static func orEmpty(_ schema: JSONValue) -> JSONValue {
        let empty = JSONValue.object([("type", "string"), ("maxLength", .integer(0))])
        return .object([("anyOf", .array([schema, empty]))])
    }

    private static func asOf(isForm: Bool = false) -> JSONValue {
        let day = JSONValue.object([("type", "string"), ("format", "date")])
        return query("as_of", isForm ? orEmpty(day) : day, asOfWords)
    }

    private static let asOfWords =
        "The mirror as observed before this time: the end of a day such as 2026-10-31, a time such as 2026-10-31T12:00:00Z, or -7d."

    private static func choice(_ name: String, _ choices: [String]) -> JSONValue {
        query(
            name,
            .object([
                ("type", "string"), ("enum", .array(choices.map(JSONValue.string))),
                ("default", .string(choices[0])),
            ]), "Output format.")
    }

    private static func number(_ name: String, _ least: Int64, _ most: Int64) -> JSONValue {
        query(
            name, .object([("type", "integer"), ("minimum", .integer(least)), ("maximum", .integer(most))]),
            name == "limit" ? "Maximum number of rows; default: all." : "Number of rows to skip.")
    }

    private static func query(
        _ name: String, _ schema: JSONValue, _ description: String, isRequired: Bool = false
    ) -> JSONValue {
        .object([
            ("name", .string(name)), ("in", "query"), ("required", .boolean(isRequired)), ("schema", schema),
            ("description", .string(description)),
        ])
    }
}
