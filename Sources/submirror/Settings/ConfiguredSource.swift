import MirrorCore
import Scheduler
import TelenorAPI

/// A source that is set up, with how it is reached.
enum ConfiguredSource {
    case telenor(APIConfiguration)
    case millom(MillomSettings)

    var name: RunSource {
        switch self {
        case .telenor: .telenor
        case .millom: .millom
        }
    }
}

extension Settings {
    /// The sources that a run asks, in their order.
    ///
    /// - Parameter only: the one that was asked for; nil for all that are set up.
    /// - Throws: ``SettingsFailure`` for one that is wrong or, asked for or the only one, not set up.
    func sources(_ only: RunSource?) throws -> [ConfiguredSource] {
        let millom =
            switch only {
            case .telenor: nil as MillomSettings?
            case .millom: try requiredMillom()
            case nil: try millom()
            }
        // Without a client for it, the second source stands alone.
        let asksTelenor = only == .telenor || (only == nil && (millom == nil || isSet(.clientID)))
        return (asksTelenor ? [.telenor(try api())] : []) + (millom.map { [.millom($0)] } ?? [])
    }
}

extension MillomSettings {
    /// Who is asked about and how, as a run wants it.
    ///
    /// - Throws: the failure of a file that cannot be used.
    func runSettings() throws -> MillomRunSettings {
        var run: MillomRunSettings
        switch subscribers {
        case .mirror(let name): run = MillomRunSettings(subscribers: .mirror(operator: name))
        case .file(let url, let name):
            let file = try MillomSubscribersFile.content(of: url, operator: name)
            run = MillomRunSettings(subscribers: .listed(file.subscribers))
            run.aliases = file.aliases
        }
        run.refreshInterval = refreshInterval
        run.notificationRetention = notificationRetention
        return run
    }
}
