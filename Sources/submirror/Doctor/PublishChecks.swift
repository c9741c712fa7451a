import Exports
import Files
import Foundation
import Glibc

/// Checks whether publications and pseudonyms can be written.
enum PublishChecks {
    static func findings(_ settings: Settings, of mirrorID: String?) -> [Finding] {
        let key = key(settings.publication, in: settings.stateDirectory.path)
        guard let publication = settings.publication else { return key }
        return [folder(publication, of: mirrorID)] + formats(publication) + key
    }

    /// A failure for each format that cannot be written here; even one prevents publishing.
    static func formats(_ publication: Publication) -> [Finding] {
        publication.formats.compactMap { format in
            format.obstacle(publication.programs).map { .failed("publish_formats", $0) }
        }
    }

    /// Checks the folder without creating it.
    static func folder(_ publication: Publication, of mirrorID: String? = nil) -> Finding {
        let check = "publish_directory"
        let path = publication.directory
        // An unreadable folder is reported below.
        if let failure = try? publication.conflict(with: mirrorID) { return .failed(check, failure) }
        guard let facts = FileFacts(path: path) else { return unmade(path, check) }
        guard facts.isDirectory else {
            return .failed(
                check, .configuration, "\(path) is not a folder: move it away or set publish.directory")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            return .failed(
                check, .disk,
                "\(path) cannot be written by this user: check its owner and mode, and ReadWritePaths= "
                    + "of the service")
        }
        let latest = path + "/latest"
        var link = stat()
        if lstat(latest, &link) == 0, link.st_mode & S_IFMT != S_IFLNK {
            return .failed(check, .configuration, "\(latest) is not a link to a publication: move it away")
        }
        do {
            _ = try publication.conflict(with: mirrorID)
        } catch {
            return .failed(check, error)
        }
        let formats = publication.formats.map(\.rawValue).joined(separator: ", ")
        return .ok(
            check, "\(path), mode \(facts.modeText): \(formats), \(publication.keep) publications kept")
    }

    private static func unmade(_ path: String, _ check: String) -> Finding {
        var parent = URL(fileURLWithPath: path)
        repeat {
            parent.deleteLastPathComponent()
        } while parent.path != "/" && !FileManager.default.fileExists(atPath: parent.path)
        guard access(parent.path, W_OK | X_OK) == 0, FileFacts(path: parent.path)?.isDirectory == true else {
            return .failed(
                check, .disk,
                "\(path) is missing, and this user cannot create it in \(parent.path): create it with mode 2750 "
                    + "and its readers' group")
        }
        return .ok(check, "\(path) is not there yet: the first publication makes it")
    }

    /// The key's finding; empty if no pseudonyms are published and no key is faulty.
    private static func key(_ publication: Publication?, in directory: String) -> [Finding] {
        let check = "pseudonym_key"
        let isNeeded =
            publication.map { one in one.formats.contains { one.privacy.level(for: $0).needsKey } } ?? false
        // A fault of the folder has its own line.
        guard isNeeded || (try? PrivateFolder(directory, isAnyones: true)) != nil else { return [] }
        do {
            let isKept = try FileFacts(path: directory) != nil && PseudonymKey.isKept(in: directory)
            guard isNeeded else { return [] }
            return [
                .ok(
                    check,
                    isKept
                        ? "the key exists: back it up, as no other key makes the same pseudonyms"
                        : "no key yet: the first publication creates it")
            ]
        } catch {
            return [.failed(check, error)]
        }
    }
}
