import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: what the program calls a relation's columns are its columns in the file, in that order.
@Suite("The columns of a relation")
struct RelationColumnsTests {
    @Test(
        "are those of its table or view",
        arguments: NormalizedSubscription.relations + [
            .orderableAddOn, .subscriptionType, .organization, .account, .productText,
        ])
    func columns(relation: Relation) async throws {
        try await withTemporaryMirror { store in
            let contents = MirrorContents(path: store.path)
            let columns = try contents.rows(
                [relation.name, relation.name + "_history"].map {
                    "SELECT name FROM pragma_table_info('\($0)') ORDER BY cid"
                })
            let history = relation.isHistorized ? relation.columns + ["observed_from", "observed_to"] : []
            #expect(columns == [relation.columns, history])
            #expect((1...relation.columns.count).contains(relation.identityWidth))
        }
    }

    @Test("of a subscription are the first ones of its view, the others are the store's own")
    func subscription() async throws {
        try await withTemporaryMirror { store in
            let contents = MirrorContents(path: store.path)
            let own = ["account_id", "first_seen_at", "changed_at", "verified_at", "gone_at", "gone_reason"]
            let columns = try contents.rows("SELECT name FROM pragma_table_info('subscription') ORDER BY cid")
            #expect(columns == Relation.subscription.columns + own)
        }
    }

    @Test("are as many as a row has cells, and rows stand under their own relation")
    func cells() {
        let document = NormalizedSubscription.invented(.invented(1))
        for (relation, rows) in zip(NormalizedSubscription.relations, document.rows) {
            #expect(!rows.isEmpty, "\(relation.name)")
            #expect(rows.allSatisfy { $0.count == relation.columns.count }, "\(relation.name)")
        }
        #expect(document.subscription.values.count == Relation.subscription.columns.count)
        let types = [
            PartyRow.relation, SimCardRow.relation, SettingRow.relation, AddOnRow.relation,
            SubscriptionBindingRow.relation, AddOnBindingRow.relation, SubscriptionUsageQuotaRow.relation,
            AddOnUsageQuotaRow.relation, AddOnOrderTypeRow.relation,
        ]
        #expect(types == NormalizedSubscription.relations)
    }
}
