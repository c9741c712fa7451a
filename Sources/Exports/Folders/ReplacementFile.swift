import Files
import Foundation
import Glibc
package import MirrorReading

/// Writes a file that replaces its target as a whole or not at all.
package enum ReplacementFile {
    /// Passes `body` a sink for the file at `path`; an earlier file stays until the
    /// new one has reached the disk.
    ///
    /// - Throws: ``ExportFailure``, `FileFailure`, errors from `body`; then nothing is left behind.
    package static func write<Result>(
        to path: String, _ body: (@escaping ByteSink) throws -> Result
    ) throws -> Result {
        let target = try ExportTarget.absolute(path)
        var status = stat()
        let isThere = stat(target, &status) == 0
        guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
            throw ExportFailure.notAFile(path: target)
        }
        let workshop = try HiddenFolder(beside: target)
        let file = try DurableFile(path: workshop.draft)
        let result = try body(file.write)
        if isThere { _ = chmod(workshop.draft, status.st_mode & 0o777) }
        try file.close()
        try AtomicRename.replace(target, with: workshop.draft)
        try Folder.sync((target as NSString).deletingLastPathComponent)
        return result
    }

    /// Lends `body` a hidden folder beside `path` that only its owner can enter, in which it makes a durable file called
    /// ``name``; that file then takes its place.
    ///
    /// - Throws: ``ExportFailure``, `FileFailure`, and what `body` throws; then nothing is left behind.
    package static func build<Result>(_ path: String, _ body: (_ folder: String) throws -> Result) throws
        -> Result
    {
        let target = try ExportTarget.absolute(path)
        let workshop = try HiddenFolder(beside: target)
        try Folder.make(workshop.draft, mode: 0o700)
        let result = try body(workshop.draft)
        try AtomicRename.replace(target, with: workshop.draft + "/" + name)
        try Folder.sync((target as NSString).deletingLastPathComponent)
        return result
    }

    /// The name that ``build(_:_:)`` expects the finished file to have.
    package static let name = "finished"
}
