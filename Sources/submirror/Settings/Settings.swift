import Exports
import Foundation
import Logging
import MirrorCore
import MirrorReading
import PacedHTTP
import Pacing
import Pages
import Scheduler
import TelenorAPI

/// All settings of one invocation, read and checked before anything is done.
struct Settings {
    var stateDirectory: URL
    /// Where it was set, for a person.
    let stateDirectoryPlace: String
    var sync: SyncSettings
    var pace: PaceSettings
    /// A wait for the quota that is longer ends the run.
    var longestWait: Duration
    /// In which a day of a report begins and ends.
    var reportTimeZone: TimeZone
    var costCentres: CostCentres
    /// Where an analyst's own reports are; nil: nowhere.
    var reportDirectory: URL?
    var logLevel: Logger.Level
    var logsJSON: Bool
    /// How much of people leaves the mirror.
    var privacy: PrivacyRules
    /// What pages for people are written in.
    var language: PageLanguage
    /// On a page without people's names, groups of fewer are shown together.
    var smallestGroup: Int
    /// What is published after a run; nil when nothing is.
    var publication: Publication?
    /// Who is told about runs.
    var notify: NotifySettings
    let reader: SettingsReader

    /// - Throws: ``SettingsFailure``.
    init(_ reader: SettingsReader, environment: [String: String]) throws {
        self.reader = reader
        let usual = Self.usualStateDirectory(environment)
        // Nothing would mean the current folder, and scatter copies of people's data.
        let chosen = try Self.path(.stateDirectory, of: "a folder", reader)
        let stateDirectory = URL(fileURLWithPath: chosen ?? usual.path, isDirectory: true)
        self.stateDirectory = stateDirectory
        stateDirectoryPlace =
            chosen == nil
            ? "the default of state.directory (\(usual.place))"
            : "state.directory in \(reader.place(of: .stateDirectory))"
        privacy = try Self.privacy(reader)
        language =
            try reader.value(.reportLanguage, "en or nb", parse: { PageLanguage($0) })
            ?? .english
        smallestGroup =
            try reader.value(.smallestGroup, "a number from 1 to 1000") {
                Int($0).flatMap { (1...1000).contains($0) ? $0 : nil }
            } ?? 5
        costCentres = try Self.costCentres(reader)
        publication = try Self.publication(
            reader, privacy: privacy, stateDirectory: stateDirectory,
            page: Self.publishedPage(language, smallestGroup: smallestGroup, costCentres))
        notify = try Self.notify(reader)
        sync = try Self.sync(reader)
        pace = try Self.pace(reader)
        longestWait =
            try reader.value(.longestWait, "a duration such as 300s, 15m or 2h", parse: DurationText.duration)
            ?? .seconds(900)
        reportTimeZone =
            try reader.value(.reportTimeZone, "the name of a time zone such as Europe/Oslo") {
                TimeZone(identifier: $0)
            } ?? Viewpoint.usualTimeZone
        sync.reportTimeZone = reportTimeZone
        reportDirectory =
            reader.text(.reportDirectory) == ""
            ? nil
            : try Self.path(.reportDirectory, of: "a folder", reader).map {
                URL(fileURLWithPath: $0, isDirectory: true)
            }
        logLevel =
            try reader.value(.logLevel, "debug, info, notice, warning or error") {
                ["debug", "info", "notice", "warning", "error"].contains($0)
                    ? Logger.Level(rawValue: $0) : nil
            } ?? .notice
        logsJSON =
            try reader.value(.logFormat, "text or json") {
                ["text", "json"].contains($0) ? $0 == "json" : nil
            } ?? false
    }

    var mirror: URL { stateDirectory.appendingPathComponent("mirror.sqlite") }
    var tokenCache: URL { stateDirectory.appendingPathComponent("token.json") }

    /// Lets nothing that is secret in the settings pass.
    func teach(_ scrubber: Scrubber) { reader.teach(scrubber) }

    /// How the API is reached; asked for only by what reaches it, so that readers need no credentials.
    ///
    /// - Throws: ``SettingsFailure``.
    func api() throws -> APIConfiguration {
        let address = try reader.required(.apiBaseURL)
        let baseURL: BaseURL
        do {
            baseURL = try BaseURL(address, setting: "api.base_url")
        } catch {
            throw SettingsFailure.badNeighbours("api.base_url in \(reader.place(of: .apiBaseURL)): \(error)")
        }
        var configuration = APIConfiguration(
            baseURL: baseURL, credentials: try credentials(), userAgent: "submirror/\(ProgramVersion.text)")
        configuration.language = try Self.language(reader)
        _ = try reader.required(.apiAccountsPath)
        configuration.accountsPath =
            try reader.value(
                .apiAccountsPath, "a path such as /corporate-accounts/v2/accounts", parse: Self.accountsPath)
            ?? configuration.accountsPath
        configuration.http.proxy = try Self.proxy(reader)
        configuration.http.trustRoots = try Self.trustRoots(reader)
        configuration.http.concurrency = sync.concurrency
        return configuration
    }

    private func credentials() throws -> Credentials {
        let id = try self.secret(.clientID)
        let secret = try self.secret(.clientSecret)
        guard reader.text(.username) != nil || reader.text(.password) != nil else {
            return Credentials(clientID: id, clientSecret: secret)
        }
        return Credentials(
            clientID: id, clientSecret: secret, username: try self.secret(.username),
            password: try self.secret(.password))
    }

    /// What no server gave out and no header could hold is a slip of the keyboard.
    private func secret(_ key: SettingKey) throws -> String {
        let text = try reader.required(key)
        return try reader.value(key, "one line without control characters", parse: Self.path) ?? text
    }

    private static func language(_ reader: SettingsReader) throws -> String? {
        try reader.value(.apiLanguage, "a language such as no, en or nb-NO", parse: languageTag)
    }

    private static func sync(_ reader: SettingsReader) throws -> SyncSettings {
        var sync = SyncSettings()
        let duration = "a duration such as 300s, 10m, 2h or 7d"
        sync.lookback = try reader.value(.lookback, duration, parse: DurationText.duration) ?? sync.lookback
        sync.reconcileInterval =
            try reader.value(.reconcileInterval, duration, parse: DurationText.duration)
            ?? sync.reconcileInterval
        sync.refreshInterval =
            try reader.value(.refreshInterval, duration, parse: DurationText.duration)
            ?? sync.refreshInterval
        sync.concurrency =
            try reader.value(.concurrency, "a number from 1 to 256") {
                Int($0).flatMap { (1...256).contains($0) ? $0 : nil }
            } ?? sync.concurrency
        sync.numbersFile = try path(.numbersFile, of: "a file", reader).map {
            URL(fileURLWithPath: $0)
        }
        sync.accessTypes =
            try reader.value(.apiAccessTypes, "words with commas between") { text in
                let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                return words.contains { word($0) == nil } ? nil : words
            } ?? []
        sync.language =
            try language(reader) ?? sync.language
        // So much work is lost at most when the process is killed, and it is not lost for good.
        sync.restAfterSaves = .milliseconds(50)
        sync.keepsRaw = try reader.value(.storeRaw, "true or false", parse: flag) ?? sync.keepsRaw
        sync.fetchesOrderableAddOns =
            try reader.value(.orderableAddOns, "true or false", parse: flag) ?? false
        return sync
    }

    private static func pace(_ reader: SettingsReader) throws -> PaceSettings {
        try pace(
            reader, perSecond: .perSecond, quota: .quota, quotaWindow: .quotaWindow, share: .paceShare)
    }

    /// The limits of one API, by the keys that hold them.
    static func pace(
        _ reader: SettingsReader, perSecond: SettingKey, quota: SettingKey, quotaWindow: SettingKey,
        share: SettingKey
    ) throws -> PaceSettings {
        let pace = PaceSettings(
            perSecond: try reader.value(perSecond, "a number from 0.0001 to 1000000") {
                Double($0).flatMap { (0.0001...1_000_000).contains($0) ? $0 : nil }
            },
            quota: try reader.value(quota, "a whole number from 1 to 1000000000") {
                Int($0).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
            },
            quotaWindow: try reader.value(quotaWindow, "a duration such as 60s, 1h or 1d") {
                DurationText.duration($0).flatMap { $0 > .zero ? $0 : nil }
            },
            share: try reader.value(
                share, "a share from 0.1% to 100%, such as 70% or 0.7", parse: Self.share)
                ?? 1)
        guard (pace.quota == nil) == (pace.quotaWindow == nil) else {
            throw SettingsFailure.badNeighbours(
                "\(quota.rawValue) and \(quotaWindow.rawValue) belong together: set both or neither")
        }
        return pace
    }

    private static func costCentres(_ reader: SettingsReader) throws -> CostCentres {
        var costCentres = CostCentres()
        costCentres.reference =
            try reader.value(
                .costCentre, "one of \(CostCentreReference.allCases.map(\.rawValue).joined(separator: ", "))",
                parse: CostCentreReference.init) ?? costCentres.reference
        costCentres.pattern = try reader.value(
            .costCentrePattern, "a regular expression", parse: CostCentrePattern.init)
        costCentres.folds = try reader.value(.costCentreFold, "true or false", parse: flag) ?? false
        return costCentres
    }

    /// `70%` or `0.7`.
    private static func share(_ text: String) -> Double? {
        let number = text.hasSuffix("%") ? Double(text.dropLast()).map { $0 / 100 } : Double(text)
        return number.flatMap { (0.001...1).contains($0) ? $0 : nil }
    }

    static func flag(_ text: String) -> Bool? {
        switch text {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// `$STATE_DIRECTORY` as systemd sets it, else `$XDG_STATE_HOME/submirror`, else `~/.local/state/submirror`.
    private static func usualStateDirectory(
        _ environment: [String: String]
    ) -> (path: String, place: String) {
        if let directory = environment["STATE_DIRECTORY"]?.split(separator: ":").first {
            return (String(directory), "from STATE_DIRECTORY")
        }
        if let base = SettingsReader.baseFolder("XDG_STATE_HOME", environment) {
            return (base + "/submirror", "from XDG_STATE_HOME")
        }
        if let home = environment["HOME"] { return (home + "/.local/state/submirror", "from HOME") }
        return (serviceStateDirectory, "without HOME")
    }

    /// Where the service keeps the mirror: `StateDirectory=submirror` of its unit.
    static let serviceStateDirectory = "/var/lib/submirror"
}
