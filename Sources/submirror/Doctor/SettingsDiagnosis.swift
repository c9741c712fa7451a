import Exports
import Foundation
import MillomAPI
import MillomReceiver
import MirrorCore
import PacedHTTP
import Scheduler
import TelenorAPI

/// The settings as far as they can be parsed, and everything that is wrong with them.
struct SettingsDiagnosis {
    private let reader: SettingsReader
    /// The settings, with defaults for invalid values; nil if they are unusable as a whole.
    let settings: Settings?
    /// The API's configuration; nil if a part of it is missing or invalid, or may be
    /// hidden in an unreadable place.
    ///
    /// In the last case, credentials might be sent to a different address than intended.
    let api: APIConfiguration?
    /// Millom's configuration; nil if Millom is not set up, or a part of it is missing or invalid.
    let millom: MillomSettings?
    private var problems: [SettingsFailure]

    /// - Parameters: as for ``SettingsReader``.
    /// - Throws: ``SettingsFailure``, which a lenient reader should never throw.
    init(
        overrides: [SettingKey: String], configPath: String?, environment: [String: String],
        tenant: TenantName? = nil
    ) throws {
        var ignored: Set<SettingKey> = []
        var found: [SettingsFailure] = []
        var understood: Settings?
        var reader: SettingsReader
        var isStuck = false
        repeat {
            reader = try SettingsReader(
                overrides: overrides, configPath: configPath, environment: environment, isLenient: true,
                ignoring: ignored, tenant: tenant)
            do {
                understood = try Settings(reader, environment: environment)
            } catch let problem as SettingsFailure {
                found.append(problem)
                let before = ignored.count
                ignored.formUnion(Self.culprits(of: problem))
                isStuck = ignored.count == before
            }
        } while understood == nil && !isStuck
        self.reader = reader
        settings = understood
        let missing = Self.missing(reader)
        problems = reader.problems + found + missing
        let api = missing.isEmpty ? try Self.api(understood, &problems) : nil
        let millom = try Self.understood(&problems) { try understood?.millom() }
        _ = try Self.understood(&problems) { try understood?.serve() }
        _ = try Self.understood(&problems) { () throws -> ReceiverConfiguration? in
            // Only `millom receive` needs it.
            guard let understood, understood.isSet(.receiverClientID) else { return nil }
            return try understood.receiver()
        }
        let hidesAddress = problems.contains(where: Self.mayHideAddress)
        self.api = hidesAddress ? nil : api
        self.millom = hidesAddress ? nil : millom
    }

    /// Every problem, or one line that summarizes the settings and their places.
    func findings() -> [Finding] {
        let wrong = problems.map { problem in
            Finding.failed(Self.check(of: problem), .configuration, "\(problem)")
        }
        return (wrong.isEmpty ? [.ok("settings", summary)] : wrong) + numbersFile() + millomSubscribers()
    }

    /// The config file, for checking its owner and mode; nil if none is read.
    var configPath: String? { reader.configPath }

    private var summary: String {
        var parts = [
            "api.base_url \(reader.text(.apiBaseURL) ?? "") from \(reader.place(of: .apiBaseURL))",
            "oauth.client_id from \(reader.place(of: .clientID))",
            "oauth.client_secret from \(reader.place(of: .clientSecret))",
        ]
        if reader.text(.username) != nil {
            parts.append("oauth.username from \(reader.place(of: .username))")
            parts.append("oauth.password from \(reader.place(of: .password))")
        } else {
            parts.append("no oauth.username, so the grant is client_credentials")
        }
        if let proxy = api?.http.proxy {
            parts.append("network.proxy \(proxy) from \(reader.place(of: .proxy))")
        }
        if let roots = api?.http.trustRoots {
            parts.append(
                "network.ca_file \(reader.text(.caFile) ?? "") with \(roots.count) authorities from "
                    + reader.place(of: .caFile))
        }
        if let millom {
            parts.append(
                "millom.base_url \(millom.api.http.baseURL.text) from \(reader.place(of: .millomBaseURL)), "
                    + (millom.api.http.credentials == nil
                        ? "without credentials"
                        : "millom.client_id from \(reader.place(of: .millomClientID))"))
        }
        let directory = settings?.stateDirectory.path ?? ""
        parts.append("state.directory \(directory) from \(reader.place(of: .stateDirectory))")
        return parts.joined(separator: ", ")
    }

    private func numbersFile() -> [Finding] {
        guard let file = settings?.sync.numbersFile else { return [] }
        do {
            let count = try NumbersFile.read(file).count
            let message = "\(file.path) has \(count) numbers"
            return [count > 0 ? .ok("numbers_file", message) : .warning("numbers_file", message)]
        } catch {
            return [.failed("numbers_file", error)]
        }
    }

    private func millomSubscribers() -> [Finding] {
        guard case .file(let file, let name) = millom?.subscribers else { return [] }
        do {
            let count = try MillomSubscribersFile.read(file, operator: name).count
            let message = "\(file.path) has \(count) subscribers"
            return [
                count > 0 ? .ok("millom_subscribers", message) : .warning("millom_subscribers", message)
            ]
        } catch {
            return [.failed("millom_subscribers", error)]
        }
    }

    private static func check(of problem: SettingsFailure) -> String {
        switch problem {
        case .fileUnreadable, .notYAML, .notAMap, .keyTwice, .readableByOthers, .unsafe: "config_file"
        case .unknownKey, .notAValue, .wrongValue, .unknownCredential, .unusableCredential, .missing,
            .badNeighbours:
            "settings"
        }
    }

    /// Whether the unreadable or untrusted part may contain the address for credentials, or the credentials.
    private static func mayHideAddress(_ problem: SettingsFailure) -> Bool {
        switch problem {
        case .fileUnreadable, .notYAML, .notAMap, .keyTwice, .unknownKey, .notAValue, .unknownCredential,
            .unusableCredential, .readableByOthers, .unsafe:
            true
        case .wrongValue, .missing, .badNeighbours: false
        }
    }

    /// The settings to ignore so that the others can be parsed.
    private static func culprits(of problem: SettingsFailure) -> Set<SettingKey> {
        switch problem {
        case .wrongValue(let key, _, _, _): Set(SettingKey(rawValue: key).map { [$0] } ?? [])
        case .badNeighbours: Set(SettingKey.allCases.filter { $0.rawValue.hasPrefix("pace.") })
        case .fileUnreadable, .notYAML, .notAMap, .keyTwice, .unknownKey, .notAValue, .unknownCredential,
            .unusableCredential, .missing, .readableByOthers, .unsafe:
            []
        }
    }

    private static func missing(_ reader: SettingsReader) -> [SettingsFailure] {
        var keys: [SettingKey] = [.apiBaseURL, .apiAccountsPath, .clientID, .clientSecret]
        if reader.text(.username) != nil || reader.text(.password) != nil { keys += [.username, .password] }
        return keys.filter { (reader.text($0) ?? "").isEmpty }.map {
            .missing(key: $0.rawValue, environment: $0.environmentName)
        }
    }

    private static func api(
        _ settings: Settings?, _ problems: inout [SettingsFailure]
    ) throws -> APIConfiguration? {
        try understood(&problems) { try settings?.api() }
    }

    /// The result of `read`; nil if the settings are wrong, which is added to `problems`.
    private static func understood<Value>(
        _ problems: inout [SettingsFailure], _ read: () throws -> Value?
    ) throws -> Value? {
        do {
            return try read()
        } catch let problem as SettingsFailure {
            // A problem that concerns both sources is reported once.
            if !problems.contains(problem) { problems.append(problem) }
            return nil
        }
    }
}
