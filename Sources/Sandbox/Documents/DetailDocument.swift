/// Writes details in one language.
struct DetailDocument: Sendable {
    let catalogue: SpelledCatalogue
    let language: Language

    /// The complete document of one subscription.
    func bytes(of subscription: SpelledSubscription) -> [UInt8] {
        var writer = JSONWriter(capacity: 6144)
        writer.object { write(subscription, into: &$0) }
        return writer.bytes
    }

    private func write(_ subscription: SpelledSubscription, into writer: inout JSONWriter) {
        writer.field("msisdn", subscription.msisdn.token)
        write(kind: subscription.kind, terms: subscription.terms, into: &writer)
        writer.field("userReference1", subscription.references[0].token)
        writer.field("userReference2", subscription.references[1].token)
        writer.field("userReference3", subscription.references[2].token)
        writer.field("validFromDate", subscription.validFrom.token)
        writer.field("validToDate", subscription.validTo.token)
        writer.field("status", subscription.status.token)
        // The documentation's keys are case-sensitive: this one is not `status`.
        if subscription.hasUnknownKey { writer.field("Status", .text("UNKNOWN")) }
        write("user", subscription.user, into: &writer)
        write("payer", subscription.payer, into: &writer)
        write("owner", subscription.owner, into: &writer)
        writer.array("simCards") { writer in
            for sim in subscription.sims { Self.write(sim, into: &writer) }
        }
        writer.array("settings") { writer in
            for setting in subscription.settings { write(setting, into: &writer) }
        }
        writer.array("addOnProducts") { writer in
            for addOn in subscription.addOns { write(addOn, into: &writer) }
        }
    }

    private func write(kind: Int, terms: SpelledSubscription.Terms, into writer: inout JSONWriter) {
        let spelled = catalogue.kinds[kind]
        writer.object("type") { writer in
            writer.fragment(spelled.product.members(in: language))
            writer.field("paymentType", spelled.paymentType.token)
            Self.write(terms, quotaKey: "usageQuoutas", otherKey: "usageQuotas", into: &writer)
            writer.field("accessType", spelled.accessType.token)
        }
    }

    static func write(
        _ terms: SpelledSubscription.Terms, quotaKey: StaticString, otherKey: StaticString,
        into writer: inout JSONWriter
    ) {
        writer.list("bindings", terms.bindings) { writer, binding in
            writer.object {
                $0.field("name", binding.name.token)
                $0.field("type", binding.type.token)
            }
        }
        writer.list(terms.hasOtherQuotaKey ? otherKey : quotaKey, terms.quotas) { writer, quota in
            writer.object {
                $0.field("name", quota.name.token)
                $0.field("value", quota.value.token)
                $0.field("unit", quota.unit.token)
                $0.field("trafficType", quota.trafficType.token)
                $0.field("quotaType", quota.quotaType.token)
                $0.field("validTo", quota.validTo.token)
            }
        }
    }

    private func write(
        _ name: StaticString, _ party: SpelledSubscription.Party, into writer: inout JSONWriter
    ) {
        if let substitute = party.substitute { return writer.field(name, substitute) }
        writer.object(name) { writer in
            if let person = party.person {
                writer.object("person") { Self.write(person, into: &$0) }
            } else {
                writer.field("person", party.missingPart)
            }
            if let organization = party.organization {
                writer.key("organization")
                writer.finished(catalogue.organizations[organization].object)
            } else {
                writer.field("organization", party.missingPart)
            }
        }
    }

    static func write(_ person: SpelledSubscription.Person, into writer: inout JSONWriter) {
        writer.field("firstName", person.firstName.token)
        writer.field("middleName", person.middleName.token)
        writer.field("lastName", person.lastName.token)
        writer.field("birthDate", person.birthDate.token)
    }

    private static func write(_ sim: SpelledSubscription.Sim, into writer: inout JSONWriter) {
        writer.object {
            $0.field("msisdn", sim.msisdn.token)
            $0.field("iccId", sim.iccID.token)
            $0.field("type", sim.type.token)
        }
    }

    private func write(_ setting: SpelledSubscription.Setting, into writer: inout JSONWriter) {
        writer.object {
            $0.fragment(catalogue.settings[setting.product].members(in: language))
            $0.field("active", setting.active.token)
            $0.field("canActivate", setting.canActivate.token)
            $0.field("canDeactivate", setting.canDeactivate.token)
            if setting.hasUnknownKey { $0.field("changedBy", .text("SELF_SERVICE")) }
        }
    }

    private func write(_ addOn: SpelledSubscription.AddOn, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.fragment(catalogue.addOns[addOn.kind].members(in: language))
            Self.write(addOn.terms, quotaKey: "usageQuotas", otherKey: "usageQuoutas", into: &writer)
            writer.field("cancellable", addOn.cancellable.token)
            writer.list("orderTypes", addOn.orderTypes) { $0.element($1) }
            writer.field("validTo", addOn.validTo.token)
            if addOn.hasUnknownKey { writer.field("discount", .emptyObject) }
        }
    }
}
