import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import PacedHTTP
import TelenorAPI

/// Reads the subscription types that are on offer, once a day.
struct Catalogue {
    let client: TelenorClient
    let store: MirrorStore
    let settings: SyncSettings
    let budget: RunBudget
    let time: TimeSource
    let logger: Logger
    let progress: @Sendable (SyncProgress) -> Void

    func readIfDue() async throws {
        guard !settings.accessTypes.isEmpty, try await isDue() else { return }
        progress(SyncProgress(phase: .catalogue))
        var types: [SubscriptionTypeRow] = []
        var texts: [ProductTexts] = []
        var isAnswered = true
        for accessType in settings.accessTypes {
            try budget.check()
            do {
                let reply = try await client.subscriptionTypes(accessType: accessType)
                let catalogue = try Normalizer.readSubscriptionTypes(
                    reply.body.span.bytes, language: settings.language)
                types += catalogue.types
                texts += catalogue.texts
                try await store.save(catalogue.anomalies, at: time.now())
            } catch let failure as APIFailure where failure.mayConcernOneAlone {
                // The API does not document which values there are, nor whether the catalogue is granted.
                warn(accessType, "\(failure)")
                if case .fault = failure { isAnswered = false }
            } catch let failure as DocumentError {
                warn(accessType, "\(failure)")
            }
        }
        try await store.save(
            types: types, texts: texts,
            // Trouble of the server's passes: the next run asks again.
            state: isAnswered ? [StateKey.catalogueReadAt.rawValue: Instant.text(time.now())] : [:])
    }

    /// What the catalogue would tell the details tell, too, for what is in use: without it the run goes on.
    private func warn(_ accessType: String, _ failure: String) {
        logger.warning(
            "the catalogue of one of api.access_types cannot be read",
            metadata: ["access_type": "\(accessType)", "answer": "\(client.scrub(failure))"])
    }

    private func isDue() async throws -> Bool {
        let last = try await store.state(.catalogueReadAt).flatMap(Instant.date)
        return Recurrence.isDue(settings.catalogueInterval, after: last, now: time.now())
    }
}
