import Exports
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@testable import Pages

@Suite("People on a page")
struct PagePrivacyTests {
    /// Personal data in ``ExampleRows`` and in this test's rows.
    private static let personal = ["4790000", "900\u{A0}00\u{A0}0", "Åse", "Øvrebø", "KS\u{20}200", "KS 100"]

    @Test(
        "leave at the level's measure: numbers, names and references",
        arguments: [
            (.full, true), (.namesOnly, true), (.pseudonymous, false), (.minimal, false),
        ] as [(PrivacyLevel, Bool)])
    func levels(level: PrivacyLevel, isNamed: Bool) throws {
        try ExampleMirror.with(PageTests.december) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(level))
            #expect(html.contains("900\u{A0}00\u{A0}001") == isNamed)
            #expect(html.contains("Åse Øvrebø") == isNamed)
            #expect(html.contains("KS 200") == isNamed)
            #expect(html.contains("1970") == false)
            if !isNamed {
                for text in Self.personal { #expect(!html.contains(text), "\(text)") }
                #expect(!html.contains("<script>"), "there is nothing to search for")
            }
            #expect(html.contains("Privacy level: \(level.rawValue)."))
        }
    }

    @Test("whose groups are small are folded together where they have no names")
    func folded() throws {
        let sql = (0..<12).map { place in
            """
            INSERT OR IGNORE INTO subscription_type VALUES (\(place < 9 ? 1 : place), 'Type \(place < 9 ? 1 : place)', NULL, NULL);
            INSERT INTO _subscription VALUES
                ('47900001\(place < 10 ? "0" : "")\(place)', '2026-11-03T08:00:00Z', '2026-11-03T08:00:00Z',
                    '2026-11-03T08:00:00Z', x'01');
            INSERT INTO _subscription_version (msisdn, observed_from, status, subscription_type_id)
            VALUES ('47900001\(place < 10 ? "0" : "")\(place)', '2026-11-03T08:00:00Z', 'barred',
                \(place < 9 ? 1 : place));
            """
        }.joined()
        try ExampleMirror.with(sql) { mirror in
            let named = try PageStage.page(of: mirror)
            #expect(named.groups.first { $0.grouping == .type }?.groups.map(\.count) == [9, 1, 1, 1])
            let html = try PageStage.html(of: mirror, PageStage.settings(.minimal))
            // Three are too few, so the others are merged with them.
            #expect(!html.contains("Type 1") && html.contains("4 groups of few, together"))
            // Nor does a row name the group of its number.
            #expect(!html.contains("<th scope=\"col\">Type</th><th scope=\"col\">Reference"))
            let open = try PageStage.html(of: mirror, PageStage.settings(.minimal, smallestGroup: 1))
            #expect(open.contains("Type 11"))
        }
    }

    @Test(
        "have at the least level no days and no counts of days, but months", arguments: PageLanguage.allCases)
    func months(language: PageLanguage) throws {
        try ExampleMirror.with(PageStage.hostileRows) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(.minimal, language))
            let month = language == .english ? "December 2026" : "desember 2026"
            let rows = html.matches(of: /<tr>.*/).map { String($0.output) }
            #expect(rows.contains { $0.contains(month) })
            // The mirror's own times, of its gaps and verifications, are the exception.
            let completeness = try #require(html.firstRange(of: "submirror status --completeness"))
            let start = try #require(html[..<completeness.lowerBound].ranges(of: "<details>").last)
            let people = html[..<start.lowerBound] + html[completeness.upperBound...]
            for row in people.matches(of: /<tr>.*/) {
                #expect(
                    row.output.firstMatch(of: /\d{1,2}\.\d{2}\.\d{4}|\d{1,2}\u{A0}[A-Z][a-z]{2}\u{A0}\d{4}/)
                        == nil, "\(row.output)")
                #expect(
                    row.output.firstMatch(of: /\d{4}-\d{2}-\d{2}|, \d{2}:\d{2}|kl\./) == nil, "\(row.output)")
            }
            for heading in ["Days left", "Days since", "Dager igjen", "Dager siden"] {
                #expect(!html.contains("<th scope=\"col\" class=\"n\">\(heading)"), "\(heading)")
            }
            let lead = language == .english ? "the first in \(month)" : "de første i \(month)"
            #expect(html.contains(lead))
            let open = try PageStage.html(of: mirror, PageStage.settings(.full, language))
            #expect(open.contains(language == .english ? "Days left" : "Dager igjen"))
        }
    }

    @Test("do not hide that something changed, only what", arguments: PageLanguage.allCases)
    func withheldChanges(language: PageLanguage) throws {
        // Only a reference changes.
        let sql = """
            INSERT INTO sync_run (id, kind, started_at, finished_at, outcome) VALUES
                (1, 'backfill', '2026-11-03T08:00:00Z', '2026-11-03T08:01:00Z', 'complete');
            INSERT INTO _subscription VALUES
                ('4790000001', '2026-11-03T08:00:00Z', '2026-12-04T08:00:00Z', '2026-12-04T08:00:00Z', x'01');
            INSERT INTO _subscription_version
                (msisdn, observed_from, observed_to, status, user_reference1, verified_at, changed_at) VALUES
                ('4790000001', '2026-11-03T08:00:00Z', '2026-12-04T08:00:00Z', 'active', 'before',
                    '2026-12-01T08:00:00Z', '2026-11-03T08:00:00Z'),
                ('4790000001', '2026-12-04T08:00:00Z', NULL, 'active', 'after', NULL, NULL);
            """
        try ExampleMirror.with(sql) { mirror in
            let page = try PageStage.page(of: mirror, PageStage.settings(.minimal, language))
            #expect(page.withheldChanges == 1 && page.changesByField.rowCount == 0)
            let html = try PageStage.html(of: mirror, PageStage.settings(.minimal, language))
            let words = language == .english ? "Nothing changed" : "Ingenting er endret"
            #expect(!html.contains(words))
            let one =
                language == .english
                ? "1 change in the last seven days, in a field" : "1 endring de siste sju dagene, i et felt"
            #expect(html.contains(one))
            #expect(try PageStage.page(of: mirror).withheldChanges == 0)
        }
    }

    @Test("leave no change of a field without a class of its own")
    func changedFields() {
        #expect(PagePrivacy.privacy(of: "subscription_type", in: "subscription") == .open)
        #expect(PagePrivacy.privacy(of: "user_reference1", in: "subscription") == .reference)
        #expect(PagePrivacy.privacy(of: "anything", in: "subscription") == .mixed)
    }
}
