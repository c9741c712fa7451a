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
        case .apiBaseURL: "base URL of the API; plain http only for a loopback address"
        case .apiLanguage: "language of names and texts; default: the API's own, Norwegian"
        case .apiAccessTypes: "access types whose catalogue is read, separated by commas; empty: none"
        case .apiAccountsPath: "path of the account list in the corporate-accounts API"
        case .clientID: "client id"
        case .clientSecret: "client secret"
        case .username: "the company's system user; not set: grant type client_credentials"
        case .password: "password of the system user"
        case .proxy:
            "HTTP proxy for https, http://host:port or http://user:password@host:port; the environment's proxies are ignored"
        case .caFile: "PEM file of certificate authorities to trust besides the system's"
        case .stateDirectory: "the folder of mirror.sqlite, its lock and the token cache"
        case .lookback: "how far each search reaches back before the previous one"
        case .reconcileInterval: "interval of comparisons with the complete list"
        case .refreshInterval: "time within which each detail is verified again; 0s: off"
        case .concurrency: "details fetched in parallel, 1 to 256"
        case .numbersFile: "file with one number per line, for companies without the accounts API"
        case .orderableAddOns: "also fetch the add-ons that could be ordered, one more request per number"
        case .perSecond: "requests per second that the API allows, if known"
        case .quota: "requests per window that the API allows, if known"
        case .quotaWindow: "length of that window"
        case .paceShare: "share of every limit to use, such as 70%; the rest is left to other clients"
        case .longestWait:
            "longest wait for the quota; a run that would wait longer ends, and says when to continue"
        case .storeRaw: "store each document as received, compressed"
        case .reportTimeZone: "time zone of days in reports and --as-of"
        case .reportDirectory: "folder of your own reports, one .sql file each"
        case .costCentre: "field that holds the cost centre: user_reference1 to 3, or account_reference1 to 3"
        case .costCentrePattern:
            "regular expression that extracts the cost centre; its first group counts"
        case .costCentreFold:
            "true: treat spellings that differ only in case, blanks or Unicode form as one cost centre, in upper case"
        case .costCentreMap:
            "csv or xlsx file with cost_centre;name;owner, for the names of cost centres in reports"
        case .priceList:
            "csv or xlsx file with product_id;price;from;to, for the amounts in reports; not set: no amounts"
        case .privacyExport:
            "privacy level of exports: full, names-only, pseudonymous or minimal; per format: full,csv=minimal"
        case .reportLanguage: "language of pages, packs and workbooks: en or nb"
        case .smallestGroup:
            "smallest group shown without names, on a page and in reports; smaller ones are merged; 1: no merging"
        case .openCostCentres:
            "true: at the level pseudonymous, cost centres are not replaced"
        case .publishDirectory:
            "folder for publications, written after each run that changed something"
        case .publishFormats: "formats to publish, separated by commas"
        case .publishKeep: "number of publications to keep, the latest included"
        case .retentionHistory:
            "how long to keep superseded versions, such as 400d, at least 93d; default: for ever"
        case .retentionGone:
            "how long to keep numbers after they are gone, such as 400d, at least 93d; default: for ever"
        case .notifyHeartbeatURL:
            "URL requested (GET) after each complete run, for a dead man's switch"
        case .notifyWebhookURL:
            "URL notified (POST, JSON) when an outcome becomes bad, or recovers"
        case .receiverAddress: "host and port on which millom receive listens"
        case .receiverPrefix: "path prefix of notifications and callbacks"
        case .receiverClientID: "client id with which Millom gets tokens from the receiver"
        case .receiverClientSecret: "client secret with which Millom gets tokens from the receiver"
        case .receiverTokenLifetime: "lifetime of such a token"
        case .receiverCertificate:
            "PEM file of the receiver's certificate chain, its own first; enables TLS"
        case .receiverKey: "PEM file of the certificate's private key, readable by its owner only"
        case .receiverBehindProxy:
            "true: a proxy terminates TLS, so plain http is allowed on a non-loopback address, too"
        case .serveAddress: "host and port on which serve listens"
        case .serveToken: "bearer token that clients of serve must present"
        case .serveHosts:
            "further host names that serve answers to, separated by commas"
        case .serveProxies:
            "addresses of proxies allowed to connect to serve, separated by commas; empty: any address"
        case .serveQueryTimeout: "time limit of one query of serve"
        case .serveConnections: "serve's parallel connections to the mirror, 1 to 64"
        case .serveRequests:
            "requests that serve handles at one time, 1 to 4096; further ones are told to try again"
        case .serveCacheMegabytes: "size of serve's response cache, in MB"
        case .logLevel: "log level: debug, info, notice, warning or error"
        case .logFormat: "log format: text or json"
        case .millomBaseURL:
            "base URL of Millom; not set: Millom is not used; plain http only for a loopback address"
        case .millomTokenURL: "URL of Millom's token endpoint, on any host"
        case .millomCpidURL:
            "URL that returns the CPID of this machine's network address, also over plain http; default: millom.base_url"
        case .millomClientID: "client id at Millom; not set: no token is sent"
        case .millomClientSecret: "client secret at Millom"
        case .millomServiceProvider: "service provider, as agreed with Millom"
        case .millomOperator: "default operator of subscribers, as agreed with Millom"
        case .millomLanguage:
            "language of plan and offer texts, such as nb; default: Millom's own, English"
        case .millomSubscribers:
            "subscribers to read: mirror (every listed number), or a file of lines such as MSISDN 4790000001, or CPID … operator"
        case .millomRefreshInterval: "lifetime of a record that states none"
        case .millomNotificationRetention: "how long notifications are kept"
        case .millomPerSecond: "requests per second that Millom allows, if known"
        case .millomQuota: "requests per window that Millom allows, if known"
        case .millomQuotaWindow: "length of that window"
        case .millomPaceShare: "share of Millom's limits to use; the rest is left to other clients"
        }
    }

    /// The known key whose name is closest to `text`.
    static func nearest(to text: String) -> SettingKey? {
        Spelling.nearest(to: text, among: allCases.map(\.rawValue)).flatMap(SettingKey.init)
    }

    /// Whether `name` is a section, such as `oauth`, with keys below it.
    static func isSection(_ name: String) -> Bool { allCases.contains { $0.rawValue.hasPrefix(name + ".") } }
}
