import Foundation
import MillomAPI
import MillomJournal
import MirrorCore
import MirrorReading
import PacedHTTP
import Pacing
import Scheduler
import TelenorAPI

extension Wiring {
    /// How Millom is reached.
    ///
    /// - Throws: ``SettingsFailure``, also where it is not set.
    func millom() throws -> MillomSettings {
        guard let millom = try settings.millom() else {
            throw SettingsFailure.missing(
                key: SettingKey.millomBaseURL.rawValue, environment: SettingKey.millomBaseURL.environmentName)
        }
        return millom
    }

    /// Lends a client that may do what `scopes` allow, and keeps to the pace that earlier runs learned.
    ///
    /// - Parameter deadline: when all of it has to be over; nil sets no limit.
    func withMillom<Result: Sendable>(
        _ millom: MillomSettings, scopes: Set<MillomScope> = [.inquire], until deadline: Date? = nil,
        keptPace: PaceSnapshot?, onWait: @escaping WaitObserver = { _ in },
        body: (MillomClient) async throws -> Result
    ) async throws -> Result {
        var context = MillomClient.Context(logger: logger)
        context.http.pace = millom.pace
        context.http.keptPace = keptPace
        // An offer is bought at once or not at all: its price may be another in a quarter of an hour.
        context.http.longestWait = scopes.contains(.activate) ? Self.longestWaitToBuy : settings.longestWait
        // A cache holds one token, and the runs' is the one that is worth keeping.
        context.http.tokenCachePath = scopes == [.inquire] ? settings.millomTokenCache.path : nil
        context.http.onWait = onWait
        context.deadline = deadline
        context.time = time
        context.scrubber = console.scrubber
        return try await MillomClient.with(millom.api.with(scopes: scopes), context, body: body)
    }

    private static let longestWaitToBuy = Duration.seconds(30)

    /// The pace of Millom's as the mirror knows it; nil where there is no mirror.
    var keptMillomPace: PaceSnapshot? { try? reader().fact(.millomPace) }
}

extension MillomSettings {
    /// The operator of a subscriber whom the command line names; empty where the settings name none: Millom finds it.
    var operatorOfArguments: String { `operator` ?? "" }
}

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
        let millom = only == .telenor ? nil : try millom()
        if only == .millom, millom == nil {
            throw SettingsFailure.missing(
                key: SettingKey.millomBaseURL.rawValue, environment: SettingKey.millomBaseURL.environmentName)
        }
        // Without a client for it, the second source stands alone.
        let asksTelenor = only == .telenor || (only == nil && (millom == nil || isSet(.clientID)))
        return (asksTelenor ? [.telenor(try api())] : []) + (millom.map { [.millom($0)] } ?? [])
    }
}

extension MillomSettings {
    /// Who is asked about, as a run wants it.
    ///
    /// - Throws: the failure of a file that cannot be used.
    func runSubscribers() throws -> MillomRunSettings.Subscribers {
        switch subscribers {
        case .mirror(let name): .mirror(operator: name)
        case .file(let url, let name): .listed(try MillomSubscribersFile.read(url, operator: name))
        }
    }
}
