import MirrorCore

/// Every setting, by its name in the config file.
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
    case costCentreFold = "report.cost_centre_fold"
    case costCentreMap = "report.cost_centre_map"
    case priceList = "report.price_list"
    case reportLanguage = "report.language"
    case privacyExport = "privacy.export"
    case smallestGroup = "privacy.smallest_group"
    case openCostCentres = "privacy.open_cost_centres"
    case publishDirectory = "publish.directory"
    case publishFormats = "publish.formats"
    case publishKeep = "publish.keep"
    case retentionHistory = "retention.history"
    case retentionGone = "retention.gone"
    case notifyHeartbeatURL = "notify.heartbeat_url"
    case notifyWebhookURL = "notify.webhook_url"
    case serveAddress = "serve.address"
    case serveToken = "serve.token"
    case serveHosts = "serve.hosts"
    case serveProxies = "serve.proxies"
    case serveQueryTimeout = "serve.query_timeout"
    case serveConnections = "serve.connections"
    case serveRequests = "serve.requests"
    case serveCacheMegabytes = "serve.cache_megabytes"
    case logLevel = "log.level"
    case logFormat = "log.format"
    case millomBaseURL = "millom.base_url"
    case millomTokenURL = "millom.token_url"
    case millomCpidURL = "millom.cpid_url"
    case millomClientID = "millom.client_id"
    case millomClientSecret = "millom.client_secret"
    case millomServiceProvider = "millom.service_provider"
    case millomOperator = "millom.operator"
    case millomLanguage = "millom.language"
    case millomSubscribers = "millom.subscribers"
    case millomRefreshInterval = "millom.refresh_interval"
    case millomNotificationRetention = "millom.notification_retention"
    case millomPerSecond = "millom.pace.per_second"
    case millomQuota = "millom.pace.quota"
    case millomQuotaWindow = "millom.pace.quota_window"
    case millomPaceShare = "millom.pace.share"
    case receiverAddress = "millom.receiver.address"
    case receiverPrefix = "millom.receiver.prefix"
    case receiverClientID = "millom.receiver.client_id"
    case receiverClientSecret = "millom.receiver.client_secret"
    case receiverTokenLifetime = "millom.receiver.token_lifetime"
    case receiverCertificate = "millom.receiver.certificate"
    case receiverKey = "millom.receiver.key"
    case receiverBehindProxy = "millom.receiver.behind_proxy"

    /// The setting's environment variable: `SUBMIRROR_API_BASE_URL`.
    var environmentName: String {
        Self.environmentPrefix + rawValue.uppercased().map { $0 == "." ? "_" : $0 }
    }

    static let environmentPrefix = "SUBMIRROR_"

    /// Whether its value must never be shown, logged or passed on a command line.
    var isSecret: Bool {
        switch self {
        case .clientID, .clientSecret, .username, .password, .proxy, .millomClientID, .millomClientSecret,
            .receiverClientID, .receiverClientSecret, .notifyHeartbeatURL, .notifyWebhookURL,
            .serveToken:
            true
        default: false
        }
    }

    /// Whether a file with this `value` must not be readable by others.
    func isSecret(_ value: String) -> Bool { self == .proxy ? value.contains("@") : isSecret }

    /// The default; nil if there is none.
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
        case .costCentreFold: "false"
        case .reportTimeZone: "Europe/Oslo"
        case .costCentre: "user_reference1"
        case .reportLanguage: "en"
        case .privacyExport: "full"
        case .smallestGroup: "5"
        case .openCostCentres: "false"
        case .publishFormats: "sqlite"
        case .publishKeep: "7"
        case .receiverAddress: "127.0.0.1:8090"
        case .receiverPrefix: "/millom"
        case .receiverTokenLifetime: "1h"
        case .receiverBehindProxy: "false"
        case .serveAddress: "127.0.0.1:8091"
        case .serveQueryTimeout: "30s"
        case .serveConnections: "4"
        case .serveRequests: "64"
        case .serveCacheMegabytes: "64"
        case .logLevel: "notice"
        case .logFormat: "text"
        case .millomSubscribers: "mirror"
        case .millomRefreshInterval: "1h"
        case .millomNotificationRetention: "400d"
        case .millomPaceShare: "100%"
        case .apiLanguage, .clientID, .clientSecret, .username, .password, .proxy, .caFile, .stateDirectory,
            .numbersFile,
            .perSecond, .quota, .quotaWindow, .reportDirectory, .costCentrePattern, .costCentreMap,
            .priceList, .publishDirectory,
            .millomBaseURL, .millomTokenURL, .millomCpidURL, .millomClientID, .millomClientSecret,
            .millomServiceProvider, .millomOperator, .millomLanguage, .millomPerSecond, .millomQuota,
            .millomQuotaWindow, .receiverClientID, .receiverClientSecret, .receiverCertificate, .receiverKey,
            .notifyHeartbeatURL, .notifyWebhookURL, .serveToken, .serveHosts, .serveProxies,
            .retentionHistory, .retentionGone:
            nil
        }
    }

    /// The setting's meaning, for the config file that `init` writes.
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
        case .costCentreFold:
            "true: spellings that differ only in capitals, blanks or Unicode form are one cost centre, in capitals"
        case .costCentreMap:
            "a csv or xlsx file with cost_centre;name;owner, for the names in reports of cost centres"
        case .priceList:
            "a csv or xlsx file with product_id;price;from;to, for the amounts in reports; without it there are none"
        case .privacyExport:
            "how much of people leaves: full, names-only, pseudonymous or minimal; other by format: full,csv=minimal"
        case .reportLanguage: "what pages, packs and workbooks for people are written in: en or nb"
        case .smallestGroup:
            "without people's names, groups of fewer subscriptions are shown together, on a page and in reports; 1: none are"
        case .openCostCentres:
            "true: at the level pseudonymous, cost centres leave as they are"
        case .publishDirectory:
            "the folder that readers are shown, written after each run that changed something"
        case .publishFormats: "what is written there, separated by commas"
        case .publishKeep: "how many publications stay there, the newest included"
        case .retentionHistory:
            "how long a superseded version stays, such as 400d, at least 93d; without it for good"
        case .retentionGone:
            "how long a number stays after it is gone, such as 400d, at least 93d; then it is forgotten"
        case .notifyHeartbeatURL:
            "an address that is asked (GET) after each complete run, for a service that alarms when it is not"
        case .notifyWebhookURL:
            "an address that is told (POST, JSON) when an outcome turns bad, or good again"
        case .receiverAddress: "where millom receive listens, host and port"
        case .receiverPrefix: "what the paths of notifications and callbacks begin with"
        case .receiverClientID: "the id that Millom's client gets its tokens with"
        case .receiverClientSecret: "the secret that Millom's client gets its tokens with"
        case .receiverTokenLifetime: "how long such a token is good"
        case .receiverCertificate:
            "a PEM file of the receiver's certificates, its own first; with it TLS is spoken"
        case .receiverKey: "a PEM file of the certificate's key, which only its owner may read"
        case .receiverBehindProxy:
            "a proxy of yours speaks TLS: plain http also for an address that is no loopback"
        case .serveAddress: "where serve listens, host and port"
        case .serveToken: "the token that clients of serve have to show"
        case .serveHosts:
            "names under which serve is asked for, besides those of this machine, separated by commas"
        case .serveProxies:
            "addresses of the proxies that may connect to serve, separated by commas; none: anybody"
        case .serveQueryTimeout: "a question of serve's that takes longer is stopped"
        case .serveConnections: "connections that read the mirror for serve at one time, 1 to 64"
        case .serveRequests: "requests that serve works on at one time, 1 to 4096; more are told to try again"
        case .serveCacheMegabytes: "megabytes of answers that serve keeps while the mirror does not change"
        case .logLevel: "debug, info, notice, warning or error"
        case .logFormat: "text or json"
        case .millomBaseURL:
            "where Millom is; without it nothing of Millom happens; plain http only for a loopback address"
        case .millomTokenURL: "where Millom's tokens are fetched, on any host"
        case .millomCpidURL:
            "where the CPID of this machine's network address is fetched, also over plain http; without it millom.base_url"
        case .millomClientID: "the client's id at Millom; without credentials no token is sent"
        case .millomClientSecret: "the client's secret at Millom"
        case .millomServiceProvider: "the service provider, as agreed with Millom"
        case .millomOperator: "the operator, as agreed with Millom, of every subscriber that names no other"
        case .millomLanguage:
            "language of plans' and offers' texts, such as nb; without it Millom's default, English"
        case .millomSubscribers:
            "mirror: every number that the mirror lists; or a file of lines such as MSISDN 4790000001, or CPID … operator"
        case .millomRefreshInterval: "how long a record is good that does not say it itself"
        case .millomNotificationRetention: "how long a notification is kept after it came"
        case .millomPerSecond: "requests per second that Millom allows, when it is known"
        case .millomQuota: "requests per window that Millom allows, when it is known"
        case .millomQuotaWindow: "the length of that window"
        case .millomPaceShare: "how much of Millom's limits is used; the rest is left to others"
        }
    }

    /// The known key whose name is closest to `text`.
    static func nearest(to text: String) -> SettingKey? {
        Spelling.nearest(to: text, among: allCases.map(\.rawValue)).flatMap(SettingKey.init)
    }

    /// Whether `name` is a section, such as `oauth`, with keys below it.
    static func isSection(_ name: String) -> Bool { allCases.contains { $0.rawValue.hasPrefix(name + ".") } }
}
