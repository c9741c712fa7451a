import Exports
import Foundation
import MirrorCore
import MirrorReading
import Pages
import TestSupport

/// A mirror for a page, at a fixed moment.
enum PageStage {
    /// 5 December 2026, 12:00 UTC: November is over, and includes everything in ``ExampleRows``.
    static let now = Date(timeIntervalSince1970: 1_796_472_000)
    static let key = PseudonymKey(bytes: [UInt8](repeating: 7, count: 32))

    static func settings(
        _ level: PrivacyLevel = .full, _ language: PageLanguage = .english, smallestGroup: Int = 5
    ) -> PageSettings {
        PageSettings(
            language: language, privacy: ExportPrivacy(level) { key }, smallestGroup: smallestGroup,
            version: "1.0")
    }

    static func page(
        of mirror: ExampleMirror, _ settings: PageSettings = settings(), asOf: String? = nil,
        at now: Date = now
    ) throws -> Page {
        var viewpoint = Viewpoint(now: now)
        viewpoint.asOf = try asOf.map { try AsOf($0, now: now, in: viewpoint.timeZone) }
        return try PageReader(try MirrorReader(path: mirror.path, viewpoint: viewpoint), settings).page()
    }

    static func html(
        of mirror: ExampleMirror, _ settings: PageSettings = settings(), asOf: String? = nil,
        at now: Date = now
    ) throws -> String {
        try PageRenderer(page(of: mirror, settings, asOf: asOf, at: now), settings.language).html()
    }

    /// Hostile input for a page; all of it must stay text.
    static let hostile = [
        "</script><script>alert(1)</script>", "\"><svg onload=alert(2)>", "'\u{301} onload='alert(3)",
        "\"\u{301} onmouseover=\"alert(4)", "<!--", "]]>", "{{style}}{{{script}}}", "&lt;b&gt;",
        "\u{202E}evil\u{202C}", "\u{2069}\u{200F}שלום", "</style><style>*{display:none}",
        String(repeating: "x", count: 10_000), String(repeating: "Å", count: 10_000),
        "javascript:alert(5)",
    ]

    /// Escapes by scalars: a quote followed by a combining mark is another Character, but a quote to SQLite.
    private static func literal(_ text: String) -> String {
        "'" + text.unicodeScalars.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
    }

    /// Numbers with ``hostile`` references, names, types and add-ons.
    static var hostileRows: String {
        ExampleRows.sql
            + hostile.enumerated().map { place, text in
                let literal = literal(text)
                let number = "47900002\(place < 10 ? "0" : "")\(place)"
                return """
                    INSERT INTO subscription_type VALUES (\(500 + place), \(literal), NULL, NULL);
                    INSERT INTO organization VALUES ('\(920_000_000 + place)', \(literal), NULL, NULL, NULL, NULL, NULL);
                    INSERT INTO account VALUES ('H\(place)', \(literal), NULL, NULL, 'OPEN', NULL, NULL, NULL);
                    INSERT INTO _subscription VALUES
                        ('\(number)', '2026-11-03T08:00:00Z', '2026-12-04T08:00:00Z', '2026-12-04T08:00:00Z', x'01');
                    INSERT INTO _subscription_version VALUES
                        ('\(number)', '2026-11-03T08:00:00Z', '2026-12-04T08:00:00Z', 'active', \(500 + place),
                            'before', NULL, NULL, '2020-01-01', NULL, 'H\(place)', NULL, NULL,
                            '2026-11-03T08:00:00Z', '2026-12-01T08:00:00Z'),
                        ('\(number)', '2026-12-04T08:00:00Z', NULL, 'barred', \(500 + place),
                            \(literal), \(literal), \(literal), '2020-01-01', '2026-12-20', 'H\(place)',
                            NULL, NULL, NULL, NULL);
                    INSERT INTO party_history VALUES
                        ('\(number)', 'user', 'person', \(literal), NULL, NULL, NULL, NULL, NULL,
                            '2026-11-03T08:00:00Z', NULL),
                        ('\(number)', 'owner', 'organization', NULL, NULL, NULL, NULL, '\(920_000_000 + place)',
                            NULL, '2026-11-03T08:00:00Z', NULL);
                    INSERT INTO add_on_history VALUES
                        ('\(number)', 400, 1, \(literal), 1, '2026-12-10', '2026-11-03T08:00:00Z', NULL),
                        ('\(number)', 400, 2, \(literal), 1, NULL, '2026-11-03T08:00:00Z', NULL);

                    """
            }.joined()
    }
}
