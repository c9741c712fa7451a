import Exports
import Foundation
import MirrorCore
import MirrorReading
import Schema
import TestSupport
import Testing

@testable import Pages
@testable import Reports

@Suite("The page of a mirror")
struct PageTests {
    @Test("has the figures that the reports give, with their change since the month before")
    func figures() throws {
        try ExampleMirror.with(Self.december) { mirror in
            let page = try PageStage.page(of: mirror)
            let figures = Dictionary(uniqueKeysWithValues: page.figures.map { ($0.name, $0) })
            // Four are listed; 4790000003 has been gone since November, 4790000006 is new in December.
            #expect(figures[.listed]?.value == 5 && figures[.listed]?.before == 4)
            #expect(figures[.headCount]?.value == 5 && figures[.headCount]?.change == 1)
            #expect(figures[.barred]?.value == 1 && figures[.barred]?.change == 0)
            #expect(figures[.withCostCentre]?.value == 6000 && figures[.withCostCentre]?.before == 5000)
            #expect(page.bridge.steps.map(\.amount) == [4, 1, 0, 0, 0, 5])
            #expect(page.withoutComparison == nil)
            let tasks = Dictionary(uniqueKeysWithValues: page.tasks.map { ($0.name, $0.count) })
            #expect(tasks[.barred] == 1 && tasks[.doubleAddOns] == 1 && tasks[.noCostCentre] == 2)
            for task in page.tasks { #expect(task.listing.rowCount == task.count) }
        }
    }

    @Test("counts months as the bridge does, and takes what was closed as it was closed")
    func months() throws {
        try ExampleMirror.with(Self.december) { mirror in
            let page = try PageStage.page(of: mirror)
            #expect(page.months.months.map(\.month.text) == ["2026-11", "2026-12"])
            #expect(page.months.months.map(\.count) == [4, 5])
            #expect(page.months.months.map(\.state) == [.over, .underWay])
        }
        let closed =
            Self.december + """
                INSERT INTO month_closing (id, month, closed_at, from_at, to_at, time_zone, cost_centre_reference,
                    cost_centre_pattern, cost_centre_fold, subscription_count, gap_count, completeness, previous_id,
                    checksum)
                VALUES (1, '2026-11', '2026-12-01T08:00:00Z', '2026-10-31T23:00:00Z', '2026-11-30T23:00:00Z',
                    'Europe/Oslo', 'user_reference1', NULL, 0, 7, 0, '[]', NULL, '\(String(repeating: "0", count: 64))');
                """
        try ExampleMirror.with(closed) { mirror in
            let page = try PageStage.page(of: mirror)
            #expect(page.months.months.map(\.count) == [7, 5])
            #expect(page.months.months.map(\.state) == [.closed, .underWay])
            #expect(page.bridge.closedWith == 7)
        }
    }

    @Test("compares nothing where the mirror is younger than the month, and says so")
    func young() throws {
        try ExampleMirror.with { mirror in
            let november = ExampleMirror.now
            let page = try PageStage.page(of: mirror, at: november)
            #expect(page.withoutComparison == .mirrorIsYounger)
            #expect(page.figures.allSatisfy { $0.before == nil })
            let html = try PageStage.html(of: mirror, at: november)
            #expect(html.contains("Nothing is compared with 31\u{A0}Oct\u{A0}2026"))
        }
    }

    @Test("makes sense of an empty mirror, in both languages", arguments: PageLanguage.allCases)
    func empty(language: PageLanguage) throws {
        try ExampleMirror.with("") { mirror in
            let page = try PageStage.page(of: mirror)
            #expect(page.figures.map(\.value) == [0, 0, 0, 0, 0, 0])
            #expect(page.level == .bad && page.months.months.isEmpty)
            let html = try PageStage.html(of: mirror, PageStage.settings(.full, language))
            let words = language == .english ? "No run was complete yet" : "Ingen kjøring er fullført ennå"
            #expect(html.contains(words))
            // In place of a chart: once for each grouping.
            let none = "<p class=\"note\">\(language == .english ? "None." : "Ingen.")</p>"
            #expect(html.components(separatedBy: none).count > PageGroups.Grouping.allCases.count)
        }
    }

    @Test("can be of the past, without what the past does not tell")
    func past() throws {
        try ExampleMirror.with(Self.december) { mirror in
            let page = try PageStage.page(of: mirror, asOf: "2026-11-30")
            #expect(page.day.text == "2026-11-30" && page.asOf == "2026-11-30")
            #expect(page.figures.first { $0.name == .listed }?.value == 4)
            #expect(page.lights.isEmpty && page.quality == nil)
            let html = try PageStage.html(of: mirror, asOf: "2026-11-30")
            #expect(html.contains("submirror report subscriptions-by-type --as-of 2026-11-30"))
        }
    }

    @Test("has the same bytes for the same mirror and day")
    func deterministic() throws {
        try ExampleMirror.with(PageStage.hostileRows) { mirror in
            let first = try PageStage.html(of: mirror)
            let later = PageStage.now.addingTimeInterval(3 * 3600)
            #expect(first.utf8.count < 300_000)
            // No age is on it: one would be wrong as soon as the page is read.
            #expect(try PageStage.html(of: mirror, at: later) == first)
        }
    }

    @Test("is written in the language that is set, and in no other")
    func languages() throws {
        try ExampleMirror.with(Self.december) { mirror in
            let english = try PageStage.html(of: mirror)
            let norwegian = try PageStage.html(of: mirror, PageStage.settings(.full, .norwegian))
            for (text, other) in [
                ("<html lang=\"en\">", "<html lang=\"nb\">"), ("5 December 2026", "5. desember 2026"),
                ("60.0%", "60,0\u{A0}%"), ("To do", "Å gjøre"), ("in use", "i bruk"),
                ("complete as of", "fullstendig per"),
            ] {
                #expect(english.contains(text) && !english.contains(other), "\(text)")
                #expect(norwegian.contains(other) && !norwegian.contains(text), "\(other)")
            }
        }
    }

    @Test("sorts groups of one size as Norwegians do")
    func collation() throws {
        let names = ["Århus", "Ærlig", "Øst", "Zebra", "ankel"]
        let sql = names.enumerated().map { place, name in
            """
            INSERT INTO subscription_type VALUES (\(place), '\(name)', NULL, NULL);
            INSERT INTO _subscription VALUES
                ('479000001\(place)', '2026-11-03T08:00:00Z', '2026-11-03T08:00:00Z', '2026-11-03T08:00:00Z', x'01');
            INSERT INTO _subscription_version (msisdn, observed_from, status, subscription_type_id)
            VALUES ('479000001\(place)', '2026-11-03T08:00:00Z', 'active', \(place));
            """
        }.joined()
        try ExampleMirror.with(sql) { mirror in
            let groups = try PageStage.page(of: mirror).groups.first { $0.grouping == .type }
            #expect(
                groups?.groups.map(\.name)
                    == ["ankel", "Zebra", "Ærlig", "Øst", "Århus"].map(PageGroups.Name.text))
        }
    }

    @Test("leads from each figure to rows that add up to it", arguments: PageLanguage.allCases)
    func figureRows(language: PageLanguage) throws {
        try ExampleMirror.with(Self.notices) { mirror in
            let page = try PageStage.page(of: mirror)
            let onNotice = try #require(page.figures.first { $0.name == .onNotice })
            #expect(onNotice.value >= 3 && onNotice.place == .onNotice)
            // Not all end within thirty days; the barred one is not on notice, though it ends.
            #expect(page.onNotice.rowCount == onNotice.value && page.onNotice.rows.count == onNotice.value)
            let html = try PageStage.html(of: mirror, PageStage.settings(.full, language))
            #expect(html.contains("href=\"#on-notice\"") && html.contains("id=\"on-notice\""))
            // The listed ones are the sum of the states.
            let listed = try #require(page.figures.first { $0.name == .listed })
            let start = try #require(html.firstRange(of: "<div id=\"states\">")?.upperBound)
            let end = try #require(html[start...].firstRange(of: "</tfoot>")?.lowerBound)
            #expect(html[start..<end].contains("<td class=\"n\">\(listed.value)"))
            // The groups count what has ended, too.
            let total = try #require(page.groups.first { $0.grouping == .type }?.total)
            let heads = try #require(page.figures.first { $0.name == .headCount }?.value)
            #expect(total == listed.value && heads < total)
            #expect(
                html.contains(
                    language == .english
                        ? "the \(total) numbers that the API lists; the head count of \(heads) is without \(total - heads)"
                        : "de \(total) numrene som API-et lister; antallet på \(heads) er uten \(total - heads)"
                ))
        }
    }

    @Test(
        "says that the list was incomplete: as a light, and in the coverage of each figure",
        arguments: [
            (PageLanguage.english, "The list is incomplete, 3 rows of it are unreadable"),
            (.norwegian, "Listen er ufullstendig, 3 rader i den er uleselige"),
        ])
    func listsIncomplete(language: PageLanguage, words: String) throws {
        for count in [0, 3] {
            let state = "; INSERT INTO _state VALUES ('telenor.unreadable_list_rows', '\(count)')"
            try ExampleMirror.with(Self.december + state) { mirror in
                let page = try PageStage.page(of: mirror)
                let light = try #require(page.lights.first { $0.subject == .completeness })
                #expect(light.reasons.contains(.unreadableRows(3)) == (count > 0))
                if count > 0 { #expect(light.level >= .warning) }
                let html = try PageStage.html(of: mirror, PageStage.settings(.full, language))
                #expect(html.contains(words) == (count > 0))
                let coverage = page.states.source.coverage
                let line = CoverageText(language, DateText(language, .gmt)).full(coverage)
                let clause =
                    language == .english
                    ? "lists incomplete, 3 unreadable rows" : "lister ikke fullstendige, 3 uleselige rader"
                #expect(line.contains(clause) == (count > 0), "\(line)")
            }
        }
    }

    @Test("names the worst unreadable columns beside a figure, counts the others, and links to all of them")
    func manyUnreadable() throws {
        let coverage = CoverageText(.english, DateText(.english, .gmt))
        try ExampleMirror.with(Self.december) { mirror in
            var source = try PageStage.page(of: mirror).states.source.coverage
            source.unreadable = (1...13).map {
                UnreadableColumn(name: "party.first_name\($0)", numberCount: $0, valueCount: $0)
            }
            let line = coverage.line(source)
            #expect(line.contains("first_name13") || line.contains("first name13"), "\(line)")
            #expect(line.components(separatedBy: ";").count == 3, "\(line)")
            #expect(coverage.more(source) == "and 11 more")
            source.unreadable = Array(source.unreadable.prefix(2))
            #expect(coverage.more(source) == nil)
        }
    }

    @Test("gives every fixed word of the month-end pack's reports in Norwegian")
    func packWords() throws {
        let norwegian = try #require(PackText.values(.norwegian))
        #expect(PackText.values(.english) == nil)
        let texts = (Schema.reports + Schema.fragments).map(\.sql)
        let written = texts.flatMap { $0.matches(of: /in_words\('([^']+)'\)/).map { String($0.1) } }
        #expect(written.count > 20)
        let figures = try ["bridge-numbers", "month-numbers"].flatMap { name -> [String] in
            let figure = try ReportCatalogue.named(name).parameters.first { $0.name == "figure" }
            guard case .text(let words?) = figure?.kind else { return [] }
            return words
        }
        #expect(figures.count > 20)
        let kinds = try #require(
            ReportCatalogue.named("month-bridge").columns.first { $0.name == "group_is" }?.description
                .split(separator: ".").first
        )
        .split(whereSeparator: { ",;".contains($0) })
        .map { $0.trimmingCharacters(in: .whitespaces).replacing(#/^or /#, with: "") }
        #expect(kinds.contains("forgotten") && kinds.contains("account not yet known"), "\(kinds)")
        // A few are the same in both languages.
        let same: Set = ["status", "type"]
        for word in Set(written + figures + kinds).subtracting(same) {
            #expect(norwegian(word) != word, "\(word)")
        }
        #expect(norwegian("KS 100") == "KS 100")
    }

    @Test("has no English word among a report's own in Norwegian")
    func norwegianWords() throws {
        try ExampleMirror.with(PageStage.hostileRows) { mirror in
            let html = try PageStage.html(of: mirror, PageStage.settings(.full, .norwegian))
            for word in [
                "living subscriptions", "not verified within", "unknown_key", "unreadable_value",
                "data-quality: ",
                "completeness: ", "stretches of time",
            ] { #expect(!html.contains(word), "\(word)") }
        }
        // Every relation whose changes a page tells has a name in both languages.
        for relation in RelationRegistry.mirror.relations
        where relation.history != nil && !relation.name.hasPrefix("_") && !relation.name.hasPrefix("millom") {
            let name = ReportWords.field(nil, of: relation.name, .norwegian)
            #expect(name != relation.name && !name.contains("_"), "\(relation.name)")
        }
        for relation in RelationRegistry.mirror.relations where ReportWords.relations[relation.name] != nil {
            for field in relation.columns {
                #expect(
                    ReportWords.fields[field] != nil || ReportWords.columns[field] != nil,
                    "\(relation.name).\(field)")
            }
        }
    }

    /// ``december`` and numbers with a last day: tomorrow, in half a year, in 80 years, barred, and past.
    private static let notices =
        december
        + [
            ("2026-12-06", "active"), ("2027-06-30", "active"), ("2106-01-01", "active"),
            ("2026-12-20", "barred"), ("2026-12-01", "active"),
        ].enumerated().map { place, row in
            """
            INSERT INTO _subscription VALUES
                ('479000003\(place)', '2026-11-03T08:00:00Z', '2026-11-03T08:00:00Z', '2026-11-03T08:00:00Z', x'01');
            INSERT INTO _subscription_version (msisdn, observed_from, status, valid_to_date)
            VALUES ('479000003\(place)', '2026-11-03T08:00:00Z', '\(row.1)', '\(row.0)');

            """
        }.joined()

    @Test("leaves rows out beyond its first ones, counts them, and names the command")
    func cut() throws {
        let sql = """
            INSERT INTO _subscription
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            SELECT '479' || printf('%07d', i), '2026-11-03T08:00:00Z', '2026-11-03T08:00:00Z',
                '2026-11-03T08:00:00Z', x'01' FROM n;
            INSERT INTO _subscription_version (msisdn, observed_from, status, user_reference1)
            SELECT msisdn, first_seen_at, 'barred', msisdn FROM _subscription;
            """
        try ExampleMirror.with(sql) { mirror in
            let page = try PageStage.page(of: mirror)
            let barred = try #require(page.tasks.first { $0.name == .barred })
            #expect(barred.count == 3000 && barred.listing.rows.count == 100)
            let all = try #require(page.all)
            #expect(all.rows.count == 2000 && all.rowCount == 3000)
            let html = try PageStage.html(of: mirror)
            #expect(html.contains("2,900 more rows: see the command."))
            #expect(html.contains("2,000 of 3,000 subscriptions are on it"))
            #expect(html.utf8.count < 1_000_000)
            // Groups too; they still add up to the whole.
            let centres = try #require(page.groups.first { $0.grouping == .costCentre })
            #expect(centres.total == 3000)
            #expect(html.contains("2,850 more, together"))
        }
    }

    /// ``ExampleRows`` and one more number, new in December.
    static let december =
        ExampleRows.sql + """
            INSERT INTO _subscription VALUES
                ('4790000006', '2026-12-02T08:00:00Z', '2026-12-02T08:00:00Z', '2026-12-02T08:00:00Z', x'06');
            INSERT INTO _subscription_version (msisdn, observed_from, status, user_reference1)
            VALUES ('4790000006', '2026-12-02T08:00:00Z', 'active', 'KS 300');
            INSERT INTO sync_run (id, kind, started_at, finished_at, outcome) VALUES
                (5, 'incremental', '2026-12-02T08:00:00Z', '2026-12-02T08:01:00Z', 'complete');
            """
}
