import Foundation
import MillomAPI
import MillomJournal
import MirrorCore
import MirrorReading
import PacedHTTP
import Pacing

extension Wiring {
    /// How Millom is reached.
    ///
    /// - Throws: ``SettingsFailure``, also where it is not set.
    func millom() throws -> MillomSettings { try settings.requiredMillom() }

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
