import MirrorCore

/// Everything that can be set, by the name it has in the config file.
enum SettingKey: String, CaseIterable, Sendable {
    case apiBaseURL = "api.base_url"
    case apiLanguage = "api.language"
    case apiAccessTypes = "api.access_types"
    case apiAccountsPath = "api.accounts_path"
    case clientID = "oauth.client_id"
    case clientSecret = "oauth.client_secret"
    case username = "oauth.username"
    case password = "oauth.password"
    case proxy = "network.proxy"
    case caFile = "network.ca_file"
    case stateDirectory = "state.directory"
    case lookback = "sync.lookback"
    case reconcileInterval = "sync.reconcile_interval"
    case refreshInterval = "sync.refresh_interval"
    case concurrency = "sync.concurrency"
    case numbersFile = "sync.numbers_file"
    case orderableAddOns = "sync.orderable_add_ons"
    case perSecond = "pace.per_second"
    case quota = "pace.quota"
    case quotaWindow = "pace.quota_window"
    case paceShare = "pace.share"
    case longestWait = "pace.longest_wait"
    case storeRaw = "store.raw"
    case reportTimeZone = "report.time_zone"
    case reportDirectory = "report.directory"
    case costCentre = "report.cost_centre"
    case costCentrePattern = "report.cost_centre_pattern"
    case privacyExport = "privacy.export"
    case publishDirectory = "publish.directory"
    case publishFormats = "publish.formats"
    case publishKeep = "publish.keep"
    case logLevel = "log.level"
    case logFormat = "log.format"

    /// The environment variable of the same meaning: `SUBMIRROR_API_BASE_URL`.
    var environmentName: String {
        Self.environmentPrefix + rawValue.uppercased().map { $0 == "." ? "_" : $0 }
    }

    static let environmentPrefix = "SUBMIRROR_"

    /// Whether its value must never be shown, logged or given on a command line.
    var isSecret: Bool {
        switch self {
        case .clientID, .clientSecret, .username, .password, .proxy: true
        default: false
        }
    }

    /// Whether `value`, which stands in a file, makes that file one that others must not read.
    func isSecret(_ value: String) -> Bool { self == .proxy ? value.contains("@") : isSecret }

    /// What stands where nothing is set; nil where nothing is meant.
    var defaultText: String? {
        switch self {
        case .apiBaseURL: "https://api.telenor.no"
        case .apiAccountsPath: "/corporate-accounts/v2/accounts"
        case .apiAccessTypes: "MOBILE,MBB,M2M"
        case .lookback: "5m"
        case .reconcileInterval: "7d"
        case .refreshInterval: "30d"
        case .concurrency: "16"
        case .orderableAddOns: "false"
        case .paceShare: "100%"
        case .longestWait: "15m"
        case .storeRaw: "true"
        case .reportTimeZone: "Europe/Oslo"
        case .costCentre: "user_reference1"
        case .privacyExport: "full"
        case .publishFormats: "sqlite"
        case .publishKeep: "7"
        case .logLevel: "notice"
        case .logFormat: "text"
        case .apiLanguage, .clientID, .clientSecret, .username, .password, .proxy, .caFile, .stateDirectory,
            .numbersFile,
            .perSecond, .quota, .quotaWindow, .reportDirectory, .costCentrePattern, .publishDirectory:
            nil
        }
    }

    /// What it means, for the config file that `init` writes.
    var meaning: String {
        switch self {
        case .apiBaseURL: "where the API is; plain http only for a loopback address"
        case .apiLanguage: "language of names and texts; without it the API's default, Norwegian"
        case .apiAccessTypes: "the catalogue is read for these, separated by commas; empty: not at all"
        case .apiAccountsPath: "where the corporate-accounts API lists accounts"
        case .clientID: "the client's id"
        case .clientSecret: "the client's secret"
        case .username: "the company's system user; without it the grant is client_credentials"
        case .password: "the system user's password"
        case .proxy:
            "an HTTP proxy for https, http://host:port or http://user:password@host:port; none from the environment"
        case .caFile: "a PEM file of authorities that are trusted besides the system's"
        case .stateDirectory: "the folder of mirror.sqlite, its lock and the token cache"
        case .lookback: "how far before the last poll the next one reads again"
        case .reconcileInterval: "how often the mirror is compared with the complete list"
        case .refreshInterval: "within which time each detail is verified again; 0s turns that off"
        case .concurrency: "details fetched side by side, 1 to 256"
        case .numbersFile: "a file with one number in each line, where the accounts API is not granted"
        case .orderableAddOns: "also fetch what could be ordered, one more request for each number"
        case .perSecond: "requests per second that the API allows, when it is known"
        case .quota: "requests per window that the API allows, when it is known"
        case .quotaWindow: "the length of that window"
        case .paceShare: "how much of every limit is used, such as 70%; the rest is left to others"
        case .longestWait: "a run that would have to wait longer for the quota ends, and says when to go on"
        case .storeRaw: "keep each document as it came, compressed"
        case .reportTimeZone: "where a day begins and ends in reports and in --as-of"
        case .reportDirectory: "a folder of your own reports: each .sql file in it is one"
        case .costCentre: "the cost centre: user_reference1 to 3, or account_reference1 to 3"
        case .costCentrePattern:
            "a regular expression that finds the cost centre in it; its first group counts"
        case .privacyExport:
            "how much of people leaves: full, names-only, pseudonymous or minimal; other by format: full,csv=minimal"
        case .publishDirectory:
            "the folder that readers are shown, written after each run that changed something"
        case .publishFormats: "what is written there, separated by commas"
        case .publishKeep: "how many publications stay there, the newest included"
        case .logLevel: "debug, info, notice, warning or error"
        case .logFormat: "text or json"
        }
    }

    /// The known key whose name is the least far from `text`.
    static func nearest(to text: String) -> SettingKey? {
        Spelling.nearest(to: text, among: allCases.map(\.rawValue)).flatMap(SettingKey.init)
    }

    /// Whether keys of `name` and something more are known: `oauth`.
    static func isSection(_ name: String) -> Bool { allCases.contains { $0.rawValue.hasPrefix(name + ".") } }
}
