import Exports
import Foundation
import MirrorReading
import TestSupport
import Testing

@Suite("The verification of an export")
struct ExportVerificationTests {
    @Test("finds nothing in what was just written", arguments: ExportFormat.makeable)
    func findsNothing(format: ExportFormat) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let package = try Export(of: mirror.reader(), ExportOptions(format: format)).write(to: target)
            let verification = try ExportVerification(of: target)
            #expect(verification.findings == [])
            #expect(verification.exportCount == 1)
            let besides = format == .sqlite ? 1 : 0  // metadata.json, which describes the snapshot
            #expect(verification.fileCount == package.files.count + besides)
        }
    }

    @Test(
        "names each file that is not as it was written",
        arguments: [
            ("printf x >> account.csv", ["/account.csv has 125 bytes instead of 124"]),
            ("rm account.csv add_on.csv", ["/account.csv is missing", "/add_on.csv is missing"]),
            (
                "touch mine.xlsx .hidden",
                ["/.hidden is not part of the export", "/mine.xlsx is not part of the export"]
            ),
            (
                "tr K L < account.csv > x && mv x account.csv",
                [
                    "/account.csv has different content: its SHA-256 is "
                        + "b170efb5"
                ]
            ),
            ("rm account.csv; mkdir account.csv", ["/account.csv is not a file"]),
            ("echo '{}' > datapackage.json", ["/datapackage.json is not a data package of submirror"]),
            (
                "sed -i 's|\"account.csv\"|\"../account.csv\"|' datapackage.json",
                ["/datapackage.json is not a data package of submirror"]
            ),
            ("rm -r * && touch .keep", [" holds no export"]),
            ("rm datapackage.json && rm [b-z]*.csv a[d-z]*", ["/account.csv is not part of an export"]),
        ])
    func finds(damage: String, findings: [String]) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            try mirror.damage(target, damage)
            let found = try ExportVerification(of: target).findings.map { String($0.dropFirst(target.count)) }
            #expect(found.count == findings.count)
            for (one, other) in zip(found, findings) { #expect(one.hasPrefix(other), "\(one)") }
        }
    }

    @Test("looks into every folder of a publication, and not into the one that is being written")
    func looksDeeper() throws {
        try ExampleMirror.with { mirror in
            let top = mirror.directory.path + "/published"
            for folder in ["/1/csv", "/1/jsonl", "/2/csv", "/.3/csv"] {
                try FileManager.default.createDirectory(
                    atPath: top + folder, withIntermediateDirectories: true)
                try Export(of: mirror.reader(), ExportOptions(relations: ["account"])).write(to: top + folder)
            }
            try mirror.damage(top, "ln -s 2 latest; rm .3/csv/account.csv")
            var verification = try ExportVerification(of: top)
            #expect(verification.findings == [])
            #expect(verification.exportCount == 3)
            try mirror.damage(top, "touch note; ln -s nowhere lost; rm 1/jsonl/account.csv")
            verification = try ExportVerification(of: top)
            #expect(
                verification.findings == [
                    "\(top)/1/jsonl/account.csv is missing", "\(top)/lost is not part of an export",
                    "\(top)/note is not part of an export",
                ])
        }
    }
}

extension ExampleMirror {
    /// Runs the shell `command` in `folder`.
    func damage(_ folder: String, _ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
    }
}
