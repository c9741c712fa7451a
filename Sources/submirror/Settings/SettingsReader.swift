import Configuration
import Exports
import Files
import Foundation
import MirrorCore
import PacedHTTP
import TelenorAPI

/// Reads settings from the command line, environment, systemd credentials, config file and defaults.
struct SettingsReader {
    private let reader: ConfigReader
    private let overrides: [SettingKey: String]
    /// The process's environment variables.
    let environment: [String: String]
    /// `--tenant`.
    let tenant: TenantName?
    private let credentials: [SettingKey: String]
    private let file: ConfigFile?
    /// Settings to treat as not set.
    private let ignored: Set<SettingKey>
    /// The problems of settings that are read leniently.
    private(set) var problems: [SettingsFailure] = []

    /// - Parameters:
    ///   - overrides: the settings on the command line.
    ///   - configPath: `--config`; nil to look in the usual places.
    ///   - environment: the process's environment variables.
    ///   - isLenient: collects all problems in ``problems`` instead of throwing the first.
    ///   - ignored: settings to treat as not set.
    ///   - tenant: whose file is read if `configPath` is nil.
    /// - Throws: ``SettingsFailure``.
    init(
        overrides: [SettingKey: String], configPath: String?, environment: [String: String],
        isLenient: Bool = false, ignoring ignored: Set<SettingKey> = [], tenant: TenantName? = nil
    ) throws {
        self.tenant = tenant
        self.overrides = overrides
        self.environment = environment
        self.ignored = ignored
        problems =
            Self.unknownVariables(environment)
            + Self.unknownCredentials(in: environment["CREDENTIALS_DIRECTORY"])
        let (credentials, untrusted) = Self.credentials(in: environment["CREDENTIALS_DIRECTORY"])
        problems += untrusted
        if !isLenient, let problem = problems.first { throw problem }
        self.credentials = credentials
        let tenantsPath = tenant.map { Self.path(of: $0, environment) }
        // A tenant without a file is misspelt, unless it is said otherwise whose the mirror is.
        let isNamed =
            overrides[.stateDirectory] != nil || environment[SettingKey.stateDirectory.environmentName] != nil
        let path =
            configPath ?? tenantsPath.flatMap { !isNamed || access($0, F_OK) == 0 ? $0 : nil }
            ?? Self.usualPaths(environment).first { FileManager.default.fileExists(atPath: $0) }
        var file: ConfigFile?
        do {
            file = try path.map { try ConfigFile(path: $0, isLenient: isLenient) }
            problems += file?.problems ?? []
        } catch let problem as SettingsFailure where isLenient {
            problems.append(problem)
        }
        self.file = file
        let defaults = SettingKey.allCases.compactMap { key in key.defaultText.map { (key, $0) } }
        reader = ConfigReader(providers: [
            Self.provider("command line", overrides),
            EnvironmentVariablesProvider(
                environmentVariables: environment.filter { $0.key.hasPrefix(SettingKey.environmentPrefix) },
                secretsSpecifier: .all
            ).prefixKeys(with: "submirror"),
            Self.provider("credentials", credentials),
            Self.provider("config file", file?.values.mapValues(\.text) ?? [:]),
            Self.provider("defaults", Dictionary(defaults, uniquingKeysWith: { first, _ in first })),
        ])
    }

    /// The effective text; nil if the setting has no value.
    func text(_ key: SettingKey) -> String? {
        guard !ignored.contains(key) else { return key.defaultText }
        let text = reader.string(forKey: ConfigKey(key.rawValue), isSecret: key.isSecret)
        return key.isSecret ? text.map(Self.withoutLineEnds) : text
    }

    /// A secret without the trailing line ends that files and shells add.
    private static func withoutLineEnds(_ secret: String) -> String {
        var secret = secret[...]
        while secret.last?.isNewline == true { secret.removeLast() }
        return String(secret)
    }

    /// Parses a value with `parse`; nil if the setting has no value.
    ///
    /// - Parameter wanted: a description of valid values, for the error.
    func value<Value>(_ key: SettingKey, _ wanted: String, parse: (String) -> Value?) throws -> Value? {
        guard let text = text(key) else { return nil }
        guard let value = parse(text) else {
            throw SettingsFailure.wrongValue(
                key: key.rawValue, text: key.isSecret ? nil : text, place: place(of: key), wanted: wanted)
        }
        return value
    }

    /// Registers the secrets in the settings with a scrubber, which removes them from output.
    func teach(_ scrubber: Scrubber) {
        scrubber.learn(secret: text(.clientSecret))
        scrubber.learn(secret: text(.password))
        scrubber.learn(secret: text(.proxy).flatMap(ProxyAddress.init)?.password)
        scrubber.learn(secret: text(.millomClientSecret))
        scrubber.learn(name: text(.clientID))
        scrubber.learn(name: text(.millomClientID))
        scrubber.learn(name: text(.username))
        scrubber.learn(secret: text(.receiverClientSecret))
        scrubber.learn(secret: text(.serveToken))
        for key in [SettingKey.notifyHeartbeatURL, .notifyWebhookURL] {
            scrubber.learn(secret: text(key))
            scrubber.learn(secret: text(key).flatMap(SecretAddress.init)?.secretPart)
        }
        scrubber.learn(name: text(.receiverClientID))
    }

    func required(_ key: SettingKey) throws -> String {
        guard let text = text(key), !text.isEmpty else {
            throw SettingsFailure.missing(key)
        }
        return text
    }

    /// The config file that was read; nil if there is none.
    var configPath: String? { file?.path }

    /// Whether the effective value comes from the config file.
    func isFromFile(_ key: SettingKey) -> Bool {
        overrides[key] == nil && environment[key.environmentName] == nil && credentials[key] == nil
            && file?.values[key] != nil
    }

    /// Where the effective value was set.
    func place(of key: SettingKey) -> String {
        if overrides[key] != nil { return "the command line" }
        if environment[key.environmentName] != nil { return key.environmentName }
        if credentials[key] != nil { return "the systemd credentials" }
        return file?.values[key] != nil ? file?.place(of: key) ?? "the config file" : "the defaults"
    }

    /// The config files to look for without `--config`, in order.
    static func usualPaths(_ environment: [String: String]) -> [String] {
        [userPath(environment), systemPath].compactMap { $0 }
    }

    /// The service's config file.
    static let systemPath = "/etc/submirror/config.yaml"

    /// The config file of a tenant: in the service's folder, `$CONFIGURATION_DIRECTORY` where systemd names it.
    static func path(of tenant: TenantName, _ environment: [String: String]) -> String {
        let folder = baseFolder("CONFIGURATION_DIRECTORY", environment) ?? "/etc/submirror"
        return "\(folder)/\(tenant.text).yaml"
    }

    /// `$XDG_CONFIG_HOME/submirror/config.yaml`; nil without a home directory.
    static func userPath(_ environment: [String: String]) -> String? {
        let base = baseFolder("XDG_CONFIG_HOME", environment) ?? environment["HOME"].map { $0 + "/.config" }
        return base.map { $0 + "/submirror/config.yaml" }
    }

    /// The folder in a variable of the XDG base directory specification; nil if it is not set.
    ///
    /// By that specification a relative path is ignored, since it would depend on the working directory.
    static func baseFolder(_ variable: String, _ environment: [String: String]) -> String? {
        environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private static func provider(_ name: String, _ values: [SettingKey: String]) -> InMemoryProvider {
        InMemoryProvider(
            name: name,
            values: Dictionary(
                values.map { key, text in
                    (
                        AbsoluteConfigKey(key.rawValue.split(separator: ".").map(String.init)),
                        ConfigValue(.string(text), isSecret: key.isSecret)
                    )
                }, uniquingKeysWith: { first, _ in first }))
    }

    /// The secrets in the folder, and what is wrong with those that cannot be read or trusted.
    private static func credentials(
        in directory: String?
    ) -> (texts: [SettingKey: String], problems: [SettingsFailure]) {
        guard let directory else { return ([:], []) }
        var texts: [SettingKey: String] = [:]
        var problems: [SettingsFailure] = []
        for key in SettingKey.allCases where key.isSecret {
            let path = "\(directory)/\(key.rawValue)"
            do throws(FileFailure) {
                guard let bytes = try PrivateFile.deciding(path).bytes(upTo: credentialLimit),
                    let text = TextFile.text(Data(bytes))
                else { throw .system(path: path, operation: "read", code: EILSEQ) }
                texts[key] = text
            } catch .system(_, _, let code) where code == ENOENT || code == ENOTDIR {
                // It is simply set elsewhere.
            } catch {
                problems.append(.unusableCredential(error))
            }
        }
        return (texts, problems)
    }

    /// As large as systemd lets a credential be.
    private static let credentialLimit = 1 << 20

    /// The files in the folder that are named like our settings but not like a secret: most likely misspelt.
    ///
    /// Other files may belong to another program whose service started us.
    private static func unknownCredentials(in directory: String?) -> [SettingsFailure] {
        // A missing folder holds nothing; its settings are simply set elsewhere.
        guard let directory, let names = try? FileManager.default.contentsOfDirectory(atPath: directory)
        else { return [] }
        let known = SettingKey.allCases.filter(\.isSecret).map(\.rawValue)
        let ours = names.filter { name in
            name.split(separator: ".").first.map { SettingKey.isSection(String($0)) } ?? false
        }
        return ours.sorted().filter { !known.contains($0) }.map { name in
            .unknownCredential(
                name, directory: directory, nearest: Spelling.nearest(to: name, among: known))
        }
    }

    /// Variables of our tests and the sandbox: not settings, but no reason to refuse a command.
    private static let otherVariables: Set = [
        "SUBMIRROR_SANDBOX_RECEIVER_SECRET",
        "SUBMIRROR_LONG", "SUBMIRROR_ALL_TOOLS", "SUBMIRROR_RECORD_GOLDENS", "SUBMIRROR_SEED",
    ]

    private static func unknownVariables(_ environment: [String: String]) -> [SettingsFailure] {
        let known = otherVariables.union(SettingKey.allCases.map(\.environmentName))
        let unknown = environment.keys.filter {
            $0.hasPrefix(SettingKey.environmentPrefix) && !known.contains($0)
        }
        return unknown.sorted().map { name in
            let key = name.dropFirst(SettingKey.environmentPrefix.count).lowercased()
            return .unknownKey(
                name, place: "the environment", nearest: SettingKey.nearest(to: key)?.environmentName)
        }
    }
}
