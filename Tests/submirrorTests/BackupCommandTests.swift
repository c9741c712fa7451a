import Foundation
import MirrorReading
import Proof
import Sandbox
import TestSupport
import Testing

/// Backups with the real program, read by `tar`, `sha256sum` and SQLite.
@Suite("A backup")
struct BackupCommandTests {
    /// Unpacks and checks the backup with the system's tools, and returns the folder.
    static func unpack(_ stage: FileStage, _ name: String = "b.tar") async throws -> URL {
        let folder = stage.directory.appendingPathComponent("unpacked-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let backup = stage.directory.appendingPathComponent(name).path
        let tar = try await Shell.result("/usr/bin/tar", ["-xf", backup, "-C", folder.path])
        try #require(tar.status == 0, "\(tar.errors)")
        let sums = try await Shell.result(
            "/bin/sh", ["-c", "cd '\(folder.path)' && sha256sum --check --strict SHA256SUMS"])
        try #require(sums.status == 0, "\(sums.output) \(sums.errors)")
        return folder
    }

    private static func names(_ stage: FileStage) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: stage.directory.path).filter {
            $0.contains("b.tar")
        }
    }

    @Test("is a tar archive for its owner alone, with a manifest and all of the mirror")
    func makes() async throws {
        try await FileStage.with { stage in
            try await stage.expectRecovery()
            let result = try await stage.program.run("backup", "b.tar", "--json")
            #expect(result.status == 0, "\(result.errors)")
            let path = stage.directory.appendingPathComponent("b.tar").path
            let facts = try FileManager.default.attributesOfItem(atPath: path)
            #expect((facts[.posixPermissions] as? Int) == 0o600)
            #expect(try Self.names(stage) == ["b.tar"])
            let folder = try await Self.unpack(stage)
            let mirror = folder.appendingPathComponent("mirror.sqlite")
            #expect(
                try MirrorContents(path: mirror.path).tables()
                    == MirrorContents(path: stage.mirror.path).tables())
            #expect(
                try TruthComparison.differences(
                    of: MirrorReader(path: mirror.path), from: stage.sandbox.truth()) == [])
            let id = try MirrorContents(path: stage.mirror.path).rows("SELECT id FROM _mirror")
            for text in [
                #""mirror_id":"\#(id[0])""#, #""run_id":1"#, #""watermark":"20"#, #""made_by":"submirror "#,
            ] {
                #expect(result.output.contains(text), "\(result.output)")
            }
            // No secret, and no token.
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(bytes.range(of: Data("sandbox-secret".utf8)) == nil)
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/token.json"))
            // A second backup replaces the first.
            try stage.sandbox.change(.reference)
            #expect(try await stage.sync().status == 0)
            #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
            _ = try await Self.unpack(stage)
        }
    }

    @Test("holds one moment of the mirror while a run is at work, which goes on")
    func whileRunning() async throws {
        try await FileStage.with(subscriptions: 250) { stage in
            let run = try stage.program.start(["sync", "--quiet"])
            _ = try await KillMoment.logSize(1).wait(for: run, mirror: stage.mirror, sandbox: stage.sandbox)
            var counts: Set<String> = []
            var made = 0
            while !run.isOver, made < 12 {
                let result = try await stage.program.run("backup", "b.tar", "--quiet")
                // There is no mirror until its tables have been made.
                guard result.status == 0 else {
                    #expect(result.status == 65, "\(result.errors)")
                    continue
                }
                made += 1
                let contents = MirrorContents(path: try await Self.unpack(stage).path + "/mirror.sqlite")
                #expect(try MirrorInvariants.breaches(of: contents) == [:])
                counts.formUnion(try contents.rows("SELECT count(*) FROM subscription"))
            }
            print("backups while a run was at work: \(made), with \(counts.sorted()) numbers")
            let result = try await run.end()
            #expect(result.status == 0, "\(result.errors)")
            #expect(made > 0)
            try await stage.expectRecovery()
        }
    }

    @Test("that is stopped or killed leaves nothing that looks like one, and the next one clears up")
    func interrupted() async throws {
        try await FileStage.with(subscriptions: 150) { stage in
            try await stage.expectRecovery()
            var ends: [String: Int] = [:]
            for round in 0..<12 {
                let signal = round % 2 == 0 ? SIGTERM : SIGKILL
                let backup = try stage.program.start(["backup", "b.tar"])
                let moment = KillMoment.fileBeginning(".b.tar.partial", in: stage.directory)
                if try await moment.wait(for: backup, mirror: stage.mirror, sandbox: stage.sandbox) {
                    backup.signal(signal)
                }
                let result = try await backup.end()
                let left = try Self.names(stage)
                switch result.status {
                case 0: _ = try await Self.unpack(stage)
                case 75:
                    #expect(result.errors == "submirror: interrupted: nothing was written to b.tar\n")
                    #expect(left == [])
                default:
                    #expect(result.status == SIGKILL)
                    #expect(left.allSatisfy { $0.hasPrefix(".") }, "\(left)")
                }
                ends["\(result.status)", default: 0] += 1
                #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
                #expect(try Self.names(stage) == ["b.tar"])
                try FileManager.default.removeItem(at: stage.directory.appendingPathComponent("b.tar"))
            }
            print("backups stopped, by how they ended: \(ends)")
        }
    }

    @Test("is not written over anything else, nor into the state directory, nor of no mirror")
    func refuses() async throws {
        try await FileStage.with(subscriptions: 3) { (stage: inout FileStage) in
            let none = try await stage.program.run("backup", "b.tar")
            #expect(none.status == 65 && none.errors.contains("there is no mirror at"), "\(none.errors)")
            try await stage.expectRecovery()
            let inside = try await stage.program.run("backup", "state/b.tar")
            #expect(inside.status == 64, "\(inside.errors)")
            let note = stage.directory.appendingPathComponent("note.txt")
            try Data("mine".utf8).write(to: note)
            let over = try await stage.program.run("backup", "note.txt")
            #expect(over.status == 65 && over.errors.contains("no backup of submirror's"), "\(over.errors)")
            #expect(try String(contentsOf: note, encoding: .utf8) == "mine")
            #expect(try await stage.program.run("backup", "b.tar").status == 0)
            stage.environment["SUBMIRROR_STATE_DIRECTORY"] = stage.directory.path + "/other"
            #expect(try await stage.program.run("sync", "--quiet").status == 0)
            let other = try await stage.program.run("backup", "b.tar")
            #expect(other.status == 64 && other.errors.contains("another mirror"), "\(other.errors)")
        }
    }
}
