/// The content of a perfect mirror of a sandbox, at one moment.
///
/// Derived from the model and the speller's decisions, never from a served document.
package struct SandboxTruth: Sendable {
    let model: CompanyModel
    let speller: Speller
    let catalogue: SpelledCatalogue
    let language: Language
    let withoutAccounts: Bool

    /// The living numbers, ascending, including terminated ones but not removed ones.
    package var msisdns: [String] { model.living.map { String($0.msisdn) } }

    /// All rows of `relation`, in a fixed order, with the cells of its columns.
    package func rows(of relation: TruthRelation) -> [[TruthValue]] {
        var rows: [[TruthValue]] = []
        forEachRow(of: relation) { rows.append($0) }
        return rows
    }

    /// All rows of `relation` as dictionaries by column.
    package func records(of relation: TruthRelation) -> [[String: TruthValue]] {
        let columns = relation.columns
        return rows(of: relation).map {
            Dictionary(zip(columns, $0), uniquingKeysWith: { first, _ in first })
        }
    }

    /// Passes the rows to `body` one by one, so that a large truth need not be held in memory.
    func forEachRow(of relation: TruthRelation, _ body: ([TruthValue]) -> Void) {
        switch relation {
        case .subscriptionType: subscriptionTypeRows.forEach(body)
        case .organization: organizationRows.forEach(body)
        case .productText: productTextRows.forEach(body)
        case .account: accountRows.forEach(body)
        case .orderableAddOn: model.living.forEach { orderableRows(of: $0).forEach(body) }
        case .subscription, .party, .simCard, .setting, .addOn, .subscriptionBinding, .addOnBinding,
            .subscriptionUsageQuota, .addOnUsageQuota, .addOnOrderType:
            for subscription in model.living { rows(of: relation, in: subscription).forEach(body) }
        }
    }

    private func rows(of relation: TruthRelation, in subscription: Subscription) -> [[TruthValue]] {
        let truth = SubscriptionTruth(speller.spell(subscription), catalogue: catalogue)
        return switch relation {
        case .subscription: [truth.subscriptionRow(account: accountID(of: subscription))]
        case .party: truth.partyRows
        case .simCard: truth.simRows
        case .setting: truth.settingRows
        case .addOn: truth.addOnRows
        case .subscriptionBinding: truth.subscriptionBindingRows
        case .addOnBinding: truth.addOnBindingRows
        case .subscriptionUsageQuota: truth.subscriptionQuotaRows
        case .addOnUsageQuota: truth.addOnQuotaRows
        case .addOnOrderType: truth.addOnOrderTypeRows
        case .subscriptionType, .organization, .productText, .account, .orderableAddOn: []
        }
    }

    private func accountID(of subscription: Subscription) -> TruthValue {
        withoutAccounts ? .null : .text(String(model.company.accounts[subscription.account].id))
    }

    private func orderableRows(of subscription: Subscription) -> [[TruthValue]] {
        OrderableAddOn.all(for: subscription, speller: speller).map {
            let product = catalogue.addOns[$0.kind]
            return [
                .text(String(subscription.msisdn)), TruthValue(product.id), product.name.truth,
                $0.cancellable.truth, $0.validTo.truth,
            ]
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
