import Exports
import MirrorCore
import Pages
import TestSupport
import Testing

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

    @Test("have at the least level no days, but months")
    func months() throws {
        try ExampleMirror.with(PageStage.hostileRows) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(.minimal))
            #expect(html.contains("December 2026") && !html.contains("20\u{A0}Dec\u{A0}2026"))
        }
    }
}
