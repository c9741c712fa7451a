import Foundation
import MillomAPI
import MirrorCore
import PacedHTTP
import Pacing

/// How to mirror Millom.
struct MillomSettings {
    /// The subscribers whose records are mirrored.
    enum Subscribers: Equatable {
        /// Every number in the mirror, at this operator.
        case mirror(operator: String)
        /// Those in a file; this operator applies to lines that name none.
        case file(URL, operator: String?)
    }

    /// Configured with a token for reading records; see `MillomConfiguration.with(scopes:)`.
    var api: MillomConfiguration
    var subscribers: Subscribers
    /// `millom.operator`; nil if every line of a file names its own.
    var `operator`: String?
    /// How long a record stays valid if it does not say.
    var refreshInterval: Duration
    /// How long to keep a notification after its arrival.
    var notificationRetention: Duration
    var pace: PaceSettings
}

extension Settings {
    /// The file with Millom's cached token.
    var millomTokenCache: URL { stateDirectory.appendingPathComponent("millom-token.json") }

    /// Millom's settings; nil if `millom.base_url` is not set.
    ///
    /// Only commands that connect to Millom call this, so that readers need no credentials.
    ///
    /// - Throws: ``SettingsFailure``, also if the settings are incomplete.
    func millom() throws -> MillomSettings? {
        guard isSet(.millomBaseURL) else {
            if let key = Self.millomKeys.first(where: isSet) {
                throw SettingsFailure.badNeighbours(
                    "\(key.rawValue) in \(reader.place(of: key)) needs millom.base_url: set both or neither"
                )
            }
            return nil
        }
        var api = MillomConfiguration(
            baseURL: try address(.millomBaseURL), tokenURL: try millomTokenURL(),
            credentials: try millomCredentials(),
            serviceProvider: try word(.millomServiceProvider, Self.nameWords),
            userAgent: "submirror/\(ProgramVersion.text)")
        api.language = try reader.value(
            .millomLanguage, "a language such as nb or en-us", parse: Self.languageTag)
        api.cpidURL = isSet(.millomCpidURL) ? try address(.millomCpidURL, mayBePublic: true) : nil
        api.http.proxy = try Self.proxy(reader)
        api.http.trustRoots = try Self.trustRoots(reader)
        api.http.concurrency = sync.concurrency
        let subscribers = try millomSubscribers()
        return MillomSettings(
            api: api, subscribers: subscribers.source, operator: subscribers.operator,
            refreshInterval: try reader.value(
                .millomRefreshInterval, "a duration from 60s, such as 15m or 1h",
                parse: { DurationText.duration($0).flatMap { $0 >= .seconds(60) ? $0 : nil } })
                ?? .seconds(3600),
            notificationRetention: try reader.value(
                .millomNotificationRetention, "a duration of 1d to 3650d, such as 400d",
                parse: { text in
                    DurationText.duration(text).flatMap {
                        (.seconds(86_400)...(.seconds(3650 * 86_400))).contains($0) ? $0 : nil
                    }
                }) ?? .seconds(400 * 86_400),
            pace: try Self.pace(
                reader, perSecond: .millomPerSecond, quota: .millomQuota, quotaWindow: .millomQuotaWindow,
                share: .millomPaceShare))
    }

    /// Millom's settings, which must be set.
    ///
    /// - Throws: ``SettingsFailure``, also if they are not set.
    func requiredMillom() throws -> MillomSettings {
        guard let millom = try millom() else { throw SettingsFailure.missing(.millomBaseURL) }
        return millom
    }

    /// The settings that have an effect only if Millom is set up.
    private static let millomKeys: [SettingKey] = [
        .millomTokenURL, .millomCpidURL, .millomClientID, .millomClientSecret, .millomServiceProvider,
        .millomOperator, .millomLanguage, .millomPerSecond, .millomQuota, .millomQuotaWindow,
    ]

    func isSet(_ key: SettingKey) -> Bool { !(reader.text(key) ?? "").isEmpty }

    private static func missing(_ key: SettingKey, for other: SettingKey) -> SettingsFailure {
        .badNeighbours(
            "\(other.rawValue) is set, and \(key.rawValue) is not: set both (\(key.rawValue) also by "
                + "\(key.environmentName)), or neither")
    }

    /// Two settings that must be set together; nil if neither is.
    private func pair(_ one: SettingKey, _ other: SettingKey) throws -> (String, String)? {
        switch (isSet(one), isSet(other)) {
        case (false, false): return nil
        case (true, false): throw Self.missing(other, for: one)
        case (false, true): throw Self.missing(one, for: other)
        case (true, true): return (try reader.required(one), try reader.required(other))
        }
    }

    private func millomCredentials() throws -> Credentials? {
        guard let secrets = try pair(.millomClientID, .millomClientSecret) else {
            if isSet(.millomTokenURL) { throw Self.missing(.millomClientID, for: .millomTokenURL) }
            return nil
        }
        return Credentials(clientID: secrets.0, clientSecret: secrets.1)
    }

    private func millomTokenURL() throws -> BaseURL? {
        guard isSet(.millomTokenURL) else {
            if isSet(.millomClientID) { throw Self.missing(.millomTokenURL, for: .millomClientID) }
            return nil
        }
        return try address(.millomTokenURL)
    }

    private func address(_ key: SettingKey, mayBePublic: Bool = false) throws -> BaseURL {
        let text = try reader.required(key)
        do {
            return try BaseURL(text, setting: key.rawValue, mayBePublic: mayBePublic)
        } catch {
            throw SettingsFailure.badNeighbours("\(key.rawValue) in \(reader.place(of: key)): \(error)")
        }
    }

    private func word(_ key: SettingKey, _ wanted: String) throws -> String {
        _ = try reader.required(key)
        return try reader.value(key, wanted, parse: Self.name) ?? ""
    }

    private func millomSubscribers() throws -> (source: MillomSettings.Subscribers, operator: String?) {
        let name = isSet(.millomOperator) ? try word(.millomOperator, Self.nameWords) : nil
        let isFile = reader.text(.millomSubscribers) != "mirror"
        guard isFile, let source = try Self.path(.millomSubscribers, of: "a file, or mirror", reader) else {
            guard let name else {
                throw SettingsFailure.missing(.millomOperator)
            }
            return (.mirror(operator: name), name)
        }
        return (.file(URL(fileURLWithPath: source), operator: name), name)
    }

    private static let nameWords = "a name of letters, digits, - and _"

    /// A name that needs no encoding in a path.
    static func name(_ text: String) -> String? {
        text.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._~\-]{0,63}/) != nil ? text : nil
    }
}
