import Foundation
import Glibc
import PacedHTTP
import TelenorAPI

extension Settings {
    /// - Throws: ``SettingsFailure``.
    static func proxy(_ reader: SettingsReader) throws -> ProxyAddress? {
        guard reader.text(.proxy)?.isEmpty == false else { return nil }
        return try reader.value(
            .proxy, "an address such as http://proxy.example:3128 or http://user:password@proxy.example:3128",
            parse: ProxyAddress.init)
    }

    /// - Throws: ``SettingsFailure``, also if others could add their own authority to the file.
    static func trustRoots(_ reader: SettingsReader) throws -> TrustRoots? {
        guard let path = try path(.caFile, of: "a file", reader) else { return nil }
        func refusal(_ reason: String) -> SettingsFailure {
            .badNeighbours("network.ca_file in \(reader.place(of: .caFile)): \(path) \(reason)")
        }
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal("cannot be read: check its name and mode") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_size <= 4 << 20
        else {
            throw refusal("is not a regular file of at most 4 MB")
        }
        guard facts.st_mode & 0o022 == 0, [0, geteuid()].contains(facts.st_uid) else {
            throw refusal(
                "can be changed by other users: chmod go-w it, and make root or this user its owner")
        }
        guard let data = try? file.readToEnd(), let roots = TrustRoots(pem: Array(data)) else {
            throw refusal("holds no certificates in PEM form, or one that cannot be read")
        }
        return roots
    }

    /// The configured path; in the config file it must be absolute.
    ///
    /// cron, systemd and a shell start the program in different directories.
    ///
    /// - Parameter kind: what the path leads to, for the error.
    /// - Throws: ``SettingsFailure``.
    static func path(_ key: SettingKey, of kind: String, _ reader: SettingsReader) throws -> String? {
        guard reader.isFromFile(key) else { return try reader.value(key, "the path of \(kind)", parse: path) }
        return try reader.value(key, "the absolute path of \(kind)") { text in
            text.hasPrefix("/") ? path(text) : nil
        }
    }

    /// A path in the file system; nil if it is empty or has control characters, which end
    /// a path or affect a terminal.
    static func path(_ text: String) -> String? {
        text.isEmpty || text.utf8.contains { $0 < 0x20 || $0 == 0x7f } ? nil : text
    }

    /// `/corporate-accounts/v2/accounts`: a path that cannot leave the API; nil for anything else.
    static func accountsPath(_ text: String) -> String? {
        let isPath = text.wholeMatch(of: /(\/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+/) != nil
        return isPath && !text.split(separator: "/").contains { [".", ".."].contains($0) } ? text : nil
    }

    /// A word for a query, such as `MOBILE`.
    static func word(_ text: String) -> String? {
        text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_.-]{0,63}/) == nil ? nil : text
    }

    /// A language tag with optional subtags: `no`, `nb-NO`.
    ///
    /// Source: RFC 5646, 2.1, except for grandfathered tags.
    static func languageTag(_ text: String) -> String? {
        text.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,7}/) == nil ? nil : text
    }
}
