import Files
import Foundation
import Glibc

/// Checks who may read and write the files that hold secrets and personal data.
struct FileChecks {
    /// The user running this process.
    var user = geteuid()

    func findings(configPath: String?, settings: Settings) -> [Finding] {
        let directory = settings.stateDirectory.path
        let place = stateDirectory(directory, FileFacts(path: directory))
        var findings = [configFile(configPath, configPath.flatMap(FileFacts.init))]
        guard place.level != .failed, FileFacts(path: directory) != nil else { return findings + [place] }
        do throws(FileFailure) {
            let folder = try PrivateFolder(directory)
            findings.append(place)
            findings += [lock(in: folder), mirror(settings.mirror.path, in: folder)].compactMap(\.self)
            findings += [token(settings.tokenCache.path, in: folder)].compactMap(\.self)
        } catch {
            findings.append(.failed(place.check, error))
        }
        return findings
    }

    /// Nil if nothing is wrong with it.
    private func lock(in folder: PrivateFolder) -> Finding? {
        let (check, path) = ("lock", folder.path + "/lock")
        do throws(FileFailure) {
            guard try folder.judge("lock"), access(path, R_OK | W_OK) != 0 else { return nil }
            return unusable(check, path)
        } catch {
            return .failed(check, error)
        }
    }

    /// The mirror and SQLite's files beside it; nil if there is none.
    private func mirror(_ path: String, in folder: PrivateFolder) -> Finding? {
        let name = URL(fileURLWithPath: path).lastPathComponent
        do throws(FileFailure) {
            for suffix in ["", "-wal", "-shm", "-journal"] { _ = try folder.judge(name + suffix) }
        } catch {
            return .failed("mirror_file", error)
        }
        return FileFacts(path: path).map { mirrorFile(path, $0) }
    }

    /// Nil if there is none.
    private func token(_ path: String, in folder: PrivateFolder) -> Finding? {
        do throws(FileFailure) {
            _ = try folder.judge(URL(fileURLWithPath: path).lastPathComponent)
        } catch {
            return .warning("token_cache", "\(error.message); it is not used")
        }
        return FileFacts(path: path).map { tokenCache(path, $0) }
    }

    private func unusable(_ check: String, _ path: String) -> Finding {
        .failed(check, .disk, "\(path) cannot be read and written by this user: check its owner and mode")
    }

    func configFile(_ path: String?, _ facts: FileFacts?) -> Finding {
        let check = "config_file"
        guard let path else { return .ok(check, "no config file: the settings come from other places") }
        guard let facts else { return .skipped(check, "\(path) cannot be examined") }
        // A file that others may change was refused earlier.
        guard facts.owner == user || facts.owner == 0 else {
            return .warning(
                check,
                "\(path) belongs to user \(facts.owner): run submirror as that user, as the service does")
        }
        return .ok(check, "\(path), mode \(facts.modeText)")
    }

    func stateDirectory(_ path: String, _ facts: FileFacts?) -> Finding {
        let check = "state_directory"
        guard let facts else { return unmade(path) }
        guard facts.isDirectory else {
            return .failed(check, .disk, "\(path) is not a folder: move it away or set state.directory")
        }
        guard access(path, W_OK | X_OK) == 0 else {
            return .failed(
                check, .disk, "\(path) cannot be written by this user: check its owner and mode")
        }
        if let finding = foreign(check, path, facts) { return finding }
        if facts.mode & 0o007 != 0 {
            return .warning(
                check,
                "\(path) is accessible to everyone (mode \(facts.modeText)) and holds personal data: chmod 750 \(path)"
            )
        }
        return .ok(check, "\(path), mode \(facts.modeText)")
    }

    func mirrorFile(_ path: String, _ facts: FileFacts) -> Finding {
        let check = "mirror_file"
        guard access(path, R_OK | W_OK) == 0 else { return unusable(check, path) }
        if let finding = foreign(check, path, facts) { return finding }
        if facts.mode & 0o137 != 0 {
            return .warning(
                check,
                "\(path) is open to more than its owner and its group's readers (mode \(facts.modeText)): chmod 640 \(path)"
            )
        }
        return .ok(check, "\(path), mode \(facts.modeText)")
    }

    func tokenCache(_ path: String, _ facts: FileFacts) -> Finding {
        let check = "token_cache"
        if facts.mode & 0o077 != 0 {
            return .warning(
                check,
                "\(path) can be read by others (mode \(facts.modeText)), so it is not used: chmod 600 \(path)"
            )
        }
        guard facts.owner == user else {
            return .warning(
                check, "\(path) belongs to user \(facts.owner), so it is not used: remove it")
        }
        return .ok(check, "\(path), mode \(facts.modeText)")
    }

    /// A folder that the first run will create, if it may.
    private func unmade(_ path: String) -> Finding {
        var parent = URL(fileURLWithPath: path).standardizedFileURL
        repeat {
            parent.deleteLastPathComponent()
        } while parent.path != "/" && !FileManager.default.fileExists(atPath: parent.path)
        guard access(parent.path, W_OK | X_OK) == 0, FileFacts(path: parent.path)?.isDirectory == true else {
            return .failed(
                "state_directory", .disk,
                "\(path) is missing, and this user cannot create it in \(parent.path): create it with mode 750"
            )
        }
        return .ok("state_directory", "\(path) does not exist yet: the first sync creates it")
    }

    /// A warning about another owner: root can write everything, but the owner could
    /// not use the files it creates.
    private func foreign(_ check: String, _ path: String, _ facts: FileFacts) -> Finding? {
        guard facts.owner != user else { return nil }
        return .warning(
            check,
            "\(path) belongs to user \(facts.owner), not to this one (\(user)): run submirror as its owner")
    }
}
