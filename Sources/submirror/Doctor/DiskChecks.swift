import Foundation
import MirrorCore
import MirrorReading
import Scheduler

/// Checks whether the state directory's disk is suitable for a mirror, and large enough.
enum DiskChecks {
    /// - Parameter numbers: how many numbers there are; nil if unknown.
    static func findings(settings: Settings, numbers: Int?) -> [Finding] {
        let place: StateFileSystem
        do {
            place = try StateFileSystem(of: settings.stateDirectory)
        } catch {
            return [.failed("file_system", error)]
        }
        let need = DiskSpaceEstimate(
            numbers: numbers, mirrorBytes: FileFacts(path: settings.mirror.path)?.bytes,
            keepsDocuments: settings.sync.keepsRaw)
        return [
            fileSystem(place.kind, settings.stateDirectory), space(need, freeBytes: place.freeBytes),
            sqlite(.running),
        ]
    }

    static func fileSystem(_ kind: FileSystemKind, _ directory: URL) -> Finding {
        let check = "file_system"
        switch kind {
        case .local: return .ok(check, "local")
        case .memory:
            return .warning(
                check,
                "\(directory.path) is a memory file system: the mirror and its history are lost at the next restart"
            )
        case .userSpace(let name):
            return .warning(
                check,
                "\(directory.path) is on a file system in user space (\(name)): "
                    + "make sure that no other machine mounts it: concurrent access would damage the mirror")
        case .network:
            return .failed(check, .configuration, StateFileSystem.refusal(kind, directory) ?? "")
        }
    }

    static func space(_ need: DiskSpaceEstimate, freeBytes: Int) -> Finding {
        let check = "disk"
        let expected =
            need.expectedBytes == 0
            ? "the mirror's size is unknown until the first list"
            : "\(size(need.expectedBytes)) expected for the mirror"
        let facts = "\(size(freeBytes)) free, \(expected)"
        switch need.verdict(freeBytes: freeBytes) {
        case .enough: return .ok(check, facts)
        case .tight:
            return .warning(
                check, "\(facts); little space for history: provide \(size(need.comfortableBytes))")
        case .tooLittle:
            return .failed(
                check, .disk, "\(facts); too little for the next runs: provide \(size(need.neededBytes))")
        }
    }

    static func sqlite(_ version: SQLiteVersion) -> Finding {
        let check = "sqlite"
        if version < .firstWithStrictTables {
            return .failed(
                check, .configuration,
                "\(version) is too old for STRICT tables: install \(SQLiteVersion.firstWithStrictTables) or later"
            )
        }
        if version < .firstSafeForSeveralWriters {
            return .warning(
                check,
                "\(version) can damage a mirror that two programs write concurrently: only submirror may write it; "
                    + "other programs must open it read-only")
        }
        return .ok(check, "\(version)")
    }

    /// Bytes for a person: `64 MB`, `3.4 GB`.
    static func size(_ bytes: Int) -> String {
        let megabytes = Double(bytes) / 1_000_000
        return megabytes < 1000
            ? String(format: "%.0f MB", megabytes.rounded(.up)) : String(format: "%.1f GB", megabytes / 1000)
    }
}
