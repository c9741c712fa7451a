import Exports
import Files
import Foundation
import GRDB
import MirrorReading
import TestSupport
import Testing

@Suite("An export into a lake")
struct LakeTests {
    @Test("stands under its tenant and the day of the mirror, in the time zone of the reports")
    func place() throws {
        try ExampleMirror.with { mirror in
            let lake = mirror.directory.path + "/lake"
            try mirror.write { db in
                try db.execute(sql: "UPDATE sync_run SET finished_at = '2026-11-22T23:30:00Z' WHERE id = 3")
            }
            for (tenant, zone, day) in [
                ("acme", "Europe/Oslo", "2026-11-23"), ("acme", "UTC", "2026-11-22"),
                ("Nord.4_x-Y", "UTC", "2026-11-22"),
            ] {
                let package = try mirror.exportToLake(lake, tenant: tenant, zone: zone)
                let partition = "\(lake)/tenant=\(tenant)/snapshot_date=\(day)"
                try #expect(ExportTests.names(in: partition) == ["account.csv", "datapackage.json"])
                #expect(package.resources.map(\.name) == ["account"])
            }
            let verification = try ExportVerification(of: lake)
            #expect(verification.exportCount == 3)
            #expect(verification.findings == [])
        }
    }

    @Test("takes the place of the same day's, and leaves other days alone")
    func replacesOneDay() throws {
        try ExampleMirror.with { mirror in
            let lake = mirror.directory.path + "/lake"
            try mirror.exportToLake(lake, tenant: "acme", zone: "UTC")
            try mirror.write { try $0.execute(sql: "UPDATE account SET reference1 = NULL") }
            try mirror.exportToLake(lake, tenant: "acme", zone: "UTC")
            try mirror.write { db in
                try db.execute(sql: "UPDATE sync_run SET finished_at = '2026-11-23T08:00:00Z' WHERE id = 3")
            }
            try mirror.exportToLake(lake, tenant: "acme", zone: "UTC")
            try #expect(
                ExportTests.names(in: lake + "/tenant=acme") == [
                    "snapshot_date=2026-11-22", "snapshot_date=2026-11-23",
                ])
        }
    }

    @Test(
        "is refused for a name that is no folder's, and leaves no folder behind",
        arguments: ["", "a/b", "..", "å", "a b", "a=b"])
    func refusesName(tenant: String) throws {
        try ExampleMirror.with { mirror in
            let lake = mirror.directory.path + "/lake"
            #expect(throws: ExportFailure.notATenant(tenant)) {
                try mirror.exportToLake(lake, tenant: tenant, zone: "UTC")
            }
            try #expect(ExportTests.names(in: mirror.directory.path) == [])
        }
    }

    @Test("that fails leaves no folder behind")
    func failureLeavesNothing() throws {
        try ExampleMirror.with { mirror in
            var options = ExportOptions()
            options.tenant = "acme"
            let export = Export(of: try mirror.reader(), options) { path in
                throw FileFailure.system(path: path, operation: "create", code: ENOSPC)
            }
            #expect(throws: FileFailure.self) { try export.write(to: mirror.directory.path + "/lake") }
            try #expect(ExportTests.names(in: mirror.directory.path) == [])
        }
    }

    @Test("is refused for a format that is not read from a lake, and for a mirror that is of no day")
    func refusesFormatAndDay() throws {
        try ExampleMirror.with { mirror in
            let lake = mirror.directory.path + "/lake"
            for format in [ExportFormat.csvExcel, .xlsx, .sqlite] {
                #expect(throws: ExportFailure.noLakeFormat(format)) {
                    try mirror.exportToLake(lake, tenant: "acme", zone: "UTC", format: format)
                }
            }
            try mirror.write { try $0.execute(sql: "UPDATE sync_run SET outcome = 'partial'") }
            #expect(throws: ExportFailure.noSnapshotDate) {
                try mirror.exportToLake(lake, tenant: "acme", zone: "UTC")
            }
        }
    }
}

extension ExampleMirror {
    @discardableResult
    func exportToLake(
        _ lake: String, tenant: String, zone: String, format: ExportFormat = .csv
    ) throws -> DataPackage {
        var options = ExportOptions(format: format, relations: ["account"])
        options.tenant = tenant
        return try Export(of: reader(in: zone), options).write(to: lake)
    }
}
