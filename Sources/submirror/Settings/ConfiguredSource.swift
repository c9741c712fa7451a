import MirrorCore
import Scheduler
import TelenorAPI

/// A configured source, with its settings.
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
    /// The sources that a run asks, in order.
    ///
    /// - Parameter only: the requested source; nil for all that are set up.
    /// - Throws: ``SettingsFailure`` if one is invalid, or if the requested or only one is not set up.
    func sources(_ only: RunSource?) throws -> [ConfiguredSource] {
        let millom =
            switch only {
            case .telenor: nil as MillomSettings?
            case .millom: try requiredMillom()
            case nil: try millom()
            }
        // Without a client for the first source, the second is used alone.
        let asksTelenor = only == .telenor || (only == nil && (millom == nil || isSet(.clientID)))
        return (asksTelenor ? [.telenor(try api())] : []) + (millom.map { [.millom($0)] } ?? [])
    }
}

extension MillomSettings {
    /// The subscribers and intervals for a run.
    ///
    /// - Throws: the failure of an unusable file.
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
