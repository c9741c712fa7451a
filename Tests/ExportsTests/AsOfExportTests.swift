import Exports
import Foundation
import MirrorReading
import TestSupport
import Testing

@Suite("An export as of an earlier time")
struct AsOfExportTests {
    @Test("holds what was known then, without what has no history", arguments: ExportFormat.makeable)
    func holdsThePast(format: ExportFormat) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let package = try Self.export(of: mirror, ExportOptions(format: format), to: target)
            #expect(package.facts.asOf == "2026-11-18T23:00:00Z")
            #expect(
                Set(ExportedRelation.all.map(\.name)).subtracting(package.rowCounts.keys) == [
                    "add_on_binding", "add_on_order_type", "add_on_usage_quota", "anomaly", "month_bridge",
                    "month_closing", "month_event", "month_subscription", "orderable_add_on", "quarantine",
                    "subscription_binding", "subscription_usage_quota",
                ])
            #expect(package.rowCounts["subscription"] == 4)
            #expect(package.rowCounts["change"] == 4)
            try #expect(ExportVerification(of: target).findings == [])
        }
    }

    @Test("of a day stands under that day in a lake")
    func lakeDay() throws {
        try ExampleMirror.with { mirror in
            var options = ExportOptions(relations: ["subscription"])
            options.tenant = "acme"
            let lake = mirror.directory.path + "/lake"
            try Self.export(of: mirror, options, to: lake)
            try #expect(ExportTests.names(in: lake + "/tenant=acme") == ["snapshot_date=2026-11-18"])
            let text = try String(
                contentsOfFile: lake + "/tenant=acme/snapshot_date=2026-11-18/subscription.csv",
                encoding: .utf8)
            #expect(text.contains("\n4790000001,active,10,KS 100,"))
            #expect(!text.contains("4790000004"))
        }
    }

    @Test("refuses a relation by name that has no history")
    func refuses() throws {
        try ExampleMirror.with { mirror in
            #expect(throws: ExportFailure.noHistory("quarantine")) {
                try Self.export(
                    of: mirror, ExportOptions(relations: ["party", "quarantine"]),
                    to: mirror.directory.path + "/export")
            }
        }
    }

    @discardableResult
    private static func export(
        of mirror: ExampleMirror, _ options: ExportOptions, to target: String
    ) throws -> DataPackage {
        let now = Date(timeIntervalSince1970: 1_795_400_000)
        let asOf = try AsOf("2026-11-18", now: now, in: Viewpoint.usualTimeZone)
        return try Export(of: try MirrorReader(path: mirror.path, asOf: asOf), options).write(to: target)
    }
}
