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
    /// Where it was set, as text for people.
    let stateDirectoryPlace: String
    var sync: SyncSettings
    var pace: PaceSettings
    /// The longest wait for the quota; a longer one ends the run.
    var longestWait: Duration
    /// The time zone in which a report's days begin and end.
    var reportTimeZone: TimeZone
    var costCentres: CostCentres
    /// The directory of analysts' reports; nil for none.
    var reportDirectory: URL?
    /// Where the list of cost centres is; nil: there is none.
    var costCentreMap: URL?
    /// Where the list of prices is; nil: there is none.
    var priceList: URL?
    var logLevel: Logger.Level
    var logsJSON: Bool
    /// How much personal data leaves the mirror.
    var privacy: PrivacyRules
    /// The language of pages.
    var language: PageLanguage
    /// On a page without people's names, smaller groups are merged.
    var smallestGroup: Int
    /// The publication after a run; nil for none.
    var publication: Publication?
    /// How long the mirror keeps what is over.
    var retention: RetentionSettings
    /// Where runs are announced.
    var notify: NotifySettings
    let reader: SettingsReader

    /// - Throws: ``SettingsFailure``.
    init(_ reader: SettingsReader, environment: [String: String]) throws {
        self.reader = reader
        let usual = Self.usualStateDirectory(environment, reader.tenant)
        // An empty path would mean the current directory, and scatter copies of personal data.
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
        if try reader.value(.openCostCentres, "true or false", parse: Self.flag) ?? false {
            privacy.openCostCentres = costCentres
        }
        publication = try Self.publication(
            reader, privacy: privacy, stateDirectory: stateDirectory, language, costCentres,
            page: Self.publishedPage(language, smallestGroup: smallestGroup, costCentres))
        retention = try Self.retention(reader)
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
        costCentreMap = try Self.path(.costCentreMap, of: "a file", reader).map { URL(fileURLWithPath: $0) }
        priceList = try Self.path(.priceList, of: "a file", reader).map { URL(fileURLWithPath: $0) }
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

    /// Registers the secrets in the settings with a scrubber, which removes them from output.
    func teach(_ scrubber: Scrubber) { reader.teach(scrubber) }

    /// The API's configuration; only commands that connect to the API call this, so that
    /// readers need no credentials.
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

    /// A secret; control characters, which no server issues and no header can hold,
    /// are refused as typing errors.
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
            try reader.value(.apiAccessTypes, "words separated by commas") { text in
                let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
                return words.contains { word($0) == nil } ? nil : words
            } ?? []
        sync.language =
            try language(reader) ?? sync.language
        // At most that much work is lost if the process is killed, and the next run repeats it.
        sync.restAfterSaves = .milliseconds(50)
        sync.keepsRaw = try reader.value(.storeRaw, "true or false", parse: flag) ?? sync.keepsRaw
        sync.fetchesOrderableAddOns =
            try reader.value(.orderableAddOns, "true or false", parse: flag) ?? false
        return sync
    }

    private static func retention(_ reader: SettingsReader) throws -> RetentionSettings {
        func span(_ key: SettingKey) throws -> Duration? {
            try reader.value(key, "a duration of 93d or more, such as 400d") { text in
                DurationText.duration(text).flatMap { $0 < RetentionSettings.shortest ? nil : $0 }
            }
        }
        var retention = RetentionSettings()
        retention.history = try span(.retentionHistory)
        retention.gone = try span(.retentionGone)
        return retention
    }

    private static func pace(_ reader: SettingsReader) throws -> PaceSettings {
        try pace(
            reader, perSecond: .perSecond, quota: .quota, quotaWindow: .quotaWindow, share: .paceShare)
    }

    /// The limits of one API, from the given keys.
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

    /// Parses `70%` or `0.7`.
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

    /// systemd's `$STATE_DIRECTORY`, else the tenant's, else `$XDG_STATE_HOME/submirror`, else
    /// `~/.local/state/submirror`.
    private static func usualStateDirectory(
        _ environment: [String: String], _ tenant: TenantName?
    ) -> (path: String, place: String) {
        if let directory = environment["STATE_DIRECTORY"]?.split(separator: ":").first {
            return (String(directory), "from STATE_DIRECTORY")
        }
        if let tenant { return (stateDirectory(of: tenant), "of --tenant \(tenant.text)") }
        if let base = SettingsReader.baseFolder("XDG_STATE_HOME", environment) {
            return (base + "/submirror", "from XDG_STATE_HOME")
        }
        if let home = environment["HOME"] { return (home + "/.local/state/submirror", "from HOME") }
        return (serviceStateDirectory, "without HOME")
    }

    /// The service's state directory: `StateDirectory=submirror` in its unit.
    static let serviceStateDirectory = "/var/lib/submirror"

    /// Where the service keeps the mirror of a tenant.
    ///
    /// It is not below ``serviceStateDirectory``: systemd gives a state directory and all that is in it to the user of its unit.
    static func stateDirectory(of tenant: TenantName) -> String {
        serviceStateDirectory + "-companies/" + tenant.text
    }
}
