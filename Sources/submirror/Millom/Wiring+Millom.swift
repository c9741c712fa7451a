import Foundation
import MillomAPI
import MillomJournal
import MirrorCore
import MirrorReading
import PacedHTTP
import Pacing

extension Wiring {
    /// Millom's settings.
    ///
    /// - Throws: ``SettingsFailure``, also if Millom is not set up.
    func millom() throws -> MillomSettings { try settings.requiredMillom() }

    /// Passes `body` a client with the rights of `scopes` that starts at the pace earlier runs learned.
    ///
    /// - Parameter deadline: the time by which everything must be done; nil sets no limit.
    func withMillom<Result: Sendable>(
        _ millom: MillomSettings, scopes: Set<MillomScope> = [.inquire], until deadline: Date? = nil,
        keptPace: PaceSnapshot?, onWait: @escaping WaitObserver = { _ in },
        body: (MillomClient) async throws -> Result
    ) async throws -> Result {
        var context = MillomClient.Context(logger: logger)
        context.http.pace = millom.pace
        context.http.keptPace = keptPace
        // A purchase must not wait: the offer's price may change within a quarter of an hour.
        context.http.longestWait = scopes.contains(.activate) ? Self.longestWaitToBuy : settings.longestWait
        // The cache holds one token, and the runs' token is the most useful.
        context.http.tokenCachePath = scopes == [.inquire] ? settings.millomTokenCache.path : nil
        context.http.onWait = onWait
        context.deadline = deadline
        context.time = time
        context.scrubber = console.scrubber
        return try await MillomClient.with(millom.api.with(scopes: scopes), context, body: body)
    }

    private static let longestWaitToBuy = Duration.seconds(30)

    /// The learned pace at Millom; nil if there is no mirror.
    var keptMillomPace: PaceSnapshot? { try? reader().fact(.millomPace) }
}

extension MillomSettings {
    /// The operator of a subscriber on the command line; empty if the settings name
    /// none: then Millom finds it.
    var operatorOfArguments: String { `operator` ?? "" }
}
