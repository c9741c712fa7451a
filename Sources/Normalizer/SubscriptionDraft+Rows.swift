import MirrorCore

extension SubscriptionDraft {
    /// The rows, each relation in its canonical order.
    func normalized() -> NormalizedSubscription {
        var result = NormalizedSubscription(subscription: row)
        result.subscription.subscriptionTypeID = type?.id
        result.subscriptionType = type?.row
        for case let party? in [user.row, payer.row, owner.row] { result.parties.append(party) }
        // The owner's data on its own organization is the most reliable, then the payer's.
        result.organizations = OrganizationRow.merged(
            [owner.organization, payer.organization, user.organization].compactMap { $0 })
        result.simCards = simCards
        result.settings = settings
        result.bindings = (type?.bindings ?? []).map {
            var binding = SubscriptionBindingRow(msisdn: row.msisdn, name: $0.name, type: $0.type)
            binding.occurrence = $0.occurrence
            return binding
        }
        result.usageQuotas = (type?.usageQuotas ?? []).map {
            SubscriptionUsageQuotaRow(msisdn: row.msisdn, quota: $0)
        }
        addAddOns(to: &result)
        result.texts = texts.texts
        return result
    }

    private func addAddOns(to result: inout NormalizedSubscription) {
        result.addOns.reserveCapacity(addOns.count)
        let drafts = addOns.span
        for index in drafts.indices {
            add(drafts[index], to: &result)
        }
    }

    private func add(_ draft: AddOnDraft, to result: inout NormalizedSubscription) {
        let (msisdn, id, occurrence) = (row.msisdn, draft.row.productID, draft.occurrence)
        result.addOns.append(draft.row)
        for binding in draft.bindings {
            var next = AddOnBindingRow(
                msisdn: msisdn, productID: id, addOnOccurrence: occurrence, name: binding.name,
                type: binding.type)
            next.occurrence = binding.occurrence
            result.addOnBindings.append(next)
        }
        for quota in draft.usageQuotas {
            result.addOnUsageQuotas.append(
                AddOnUsageQuotaRow(
                    msisdn: msisdn, productID: id, addOnOccurrence: occurrence, quota: quota))
        }
        for orderType in draft.orderTypes {
            result.addOnOrderTypes.append(
                AddOnOrderTypeRow(
                    msisdn: msisdn, productID: id, addOnOccurrence: occurrence, orderType: orderType))
        }
    }
}
