import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import PacedHTTP
import TelenorAPI

/// Reads the catalogue of subscription types, once a day.
struct Catalogue: RunStage {
    let context: RunContext

    func run(_ state: inout RunState) async throws {
        guard state.plan.isCatalogueDue else { return }
        let (client, store, settings) = (context.client, context.store, context.settings)
        context.progress(SyncProgress(phase: .catalogue))
        var types: [SubscriptionTypeRow] = []
        var texts: [ProductTexts] = []
        var isAnswered = true
        for accessType in settings.accessTypes {
            try context.checkBudget()
            do {
                let reply = try await client.subscriptionTypes(accessType: accessType)
                let catalogue = try Normalizer.readSubscriptionTypes(
                    reply.body.span.bytes, language: settings.language)
                types += catalogue.types
                texts += catalogue.texts
                try await context.save(catalogue.anomalies)
            } catch let failure as APIFailure where failure.mayConcernOneAlone {
                // The API documents neither the possible values nor whether we have access to the catalogue.
                warn(accessType, "\(failure)")
                if case .fault = failure { isAnswered = false }
            } catch let failure as DocumentError {
                warn(accessType, "\(failure)")
            }
        }
        try await store.save(
            types: types, texts: texts,
            // After a server problem the date is not kept: the next run asks again.
            keeping: isAnswered ? FactChanges(.catalogueReadAt, context.time.now()) : FactChanges())
    }

    /// Logs a failed read; the run goes on, because details carry the same data for the types in use.
    private func warn(_ accessType: String, _ failure: String) {
        context.logger.warning(
            "the catalogue of one of api.access_types cannot be read",
            metadata: ["access_type": "\(accessType)", "answer": "\(context.client.scrub(failure))"])
    }
}
