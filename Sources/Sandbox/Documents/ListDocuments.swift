/// Writes lists, whose entries contain less than details do.
struct ListDocuments: Sendable {
    let spelled: SpelledCatalogue
    let catalogue: Catalogue
    let speller: Speller
    let language: Language

    private static func array(_ count: Int, _ elements: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 64 + count * 320)
        writer.array(elements)
        return writer.bytes
    }

    /// A page of the search.
    func searchPage(_ subscriptions: [Subscription]) -> [UInt8] {
        Self.array(subscriptions.count) { writer in
            for subscription in subscriptions {
                let entry = speller.spell(subscription)
                writer.object { writer in
                    writer.field("msisdn", entry.msisdn.token)
                    writeKind(entry.kind, into: &writer)
                    writer.field("userReference1", entry.references[0].token)
                    writer.field("validFromDate", entry.validFrom.token)
                    writer.field("validToDate", entry.validTo.token)
                    writer.field("status", entry.status.token)
                }
            }
        }
    }

    /// A page of an account's subscriptions.
    func accountPage(_ subscriptions: [Subscription]) -> [UInt8] {
        Self.array(subscriptions.count) { writer in
            for subscription in subscriptions {
                let entry = speller.spell(subscription)
                writer.object { writer in
                    writer.field("msisdn", entry.msisdn.token)
                    writer.field("userReference1", entry.references[0].token)
                    writer.field("status", entry.status.token)
                }
            }
        }
    }

    private func writeKind(_ kind: Int, into writer: inout JSONWriter) {
        let spelledKind = spelled.kinds[kind]
        writer.object("type") {
            $0.field("id", spelledKind.product.idToken)
            $0.field("name", spelledKind.product.name.token)
        }
    }

    /// A page of accounts.
    func accounts(_ accounts: [Account]) -> [UInt8] {
        Self.array(accounts.count) { writer in
            for account in accounts {
                let entry = SpelledAccount(account, sloppiness: speller.sloppiness)
                writer.object { writer in
                    writer.field("id", entry.idToken)
                    writer.field("accountReference1", entry.reference1.token)
                    writer.field("accountReference2", entry.reference2.token)
                    writer.field("accountReference3", entry.reference3.token)
                    writer.key("owner")
                    writer.finished(spelled.organizations[account.owner].object)
                    if let payer = account.personalPayer {
                        let person = speller.person(payer, item: 9, owner: entry.owner)
                        writer.object("personalPayer") { DetailDocument.write(person, into: &$0) }
                    }
                    writer.object("invoice") {
                        $0.field("format", .text("EHF"))
                        $0.field("frequency", .text("MONTHLY"))
                    }
                    writer.field("status", entry.status.token)
                    writer.field("type", entry.type.token)
                }
            }
        }
    }

    /// The subscription types on offer for an access type.
    func subscriptionTypes(accessType: String) -> [UInt8] {
        Self.array(8) { writer in
            for (index, kind) in catalogue.kinds.enumerated()
            where kind.isOffered && kind.accessType == accessType {
                let entry = spelled.kinds[index]
                writer.object { writer in
                    writer.fragment(entry.product.members(in: language))
                    writer.field("paymentType", entry.paymentType.token)
                    let terms = offeredTerms(kind)
                    DetailDocument.write(
                        terms, quotaKey: "usageQuoutas", otherKey: "usageQuotas", into: &writer)
                    writer.field("accessType", entry.accessType.token)
                }
            }
        }
    }

    private func offeredTerms(_ kind: SubscriptionKind) -> SpelledSubscription.Terms {
        let owner = Place.shared(1, kind.product.id)
        return SpelledSubscription.Terms(
            bindings: SpelledList(
                elements: kind.bindingNames.enumerated().map {
                    speller.binding(name: $0.element, type: "HARDWARE", item: $0.offset, owner: owner)
                }),
            quotas: SpelledList(
                elements: kind.quotas.enumerated().map {
                    speller.quota($0.element, validTo: nil, item: $0.offset, owner: owner)
                }),
            hasOtherQuotaKey: speller.sloppiness.shows(Place(owner: owner, field: .typeQuotasKey)))
    }

    /// The add-ons that could be ordered today for a subscription.
    func orderableAddOns(_ entries: [OrderableAddOn]) -> [UInt8] {
        Self.array(entries.count) { writer in
            for entry in entries {
                let kind = catalogue.addOns[entry.kind]
                writer.object { writer in
                    writer.fragment(spelled.addOns[entry.kind].members(in: language))
                    writer.array("usageQuotas") { writer in
                        for template in kind.quotas {
                            writer.object {
                                $0.field("name", .text(template.name))
                                $0.field("unit", .text(template.unit))
                            }
                        }
                    }
                    writer.field("cancellable", entry.cancellable.token)
                    writer.list("orderTypes", entry.orderTypes) { $0.element($1) }
                    writer.field("validTo", entry.validTo.token)
                }
            }
        }
    }
}
