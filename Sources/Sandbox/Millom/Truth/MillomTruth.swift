/// The content of a perfect mirror of the simulated Millom, relation by relation.
///
/// Derived from the model, never from a served document: no odd spelling loses a meaning.
package struct SandboxMillomTruth: Sendable {
    /// A relation's columns and rows, sorted.
    package struct Relation: Sendable {
        /// Its name in the mirror.
        package let name: String
        /// The columns with Millom's data, in the mirror's order.
        package let columns: [String]
        /// The cells of each row, in the order of the columns.
        package let rows: [[TruthValue]]

        /// The rows as dictionaries by column.
        package var records: [[String: TruthValue]] {
            rows.map { Dictionary(zip(columns, $0), uniquingKeysWith: { first, _ in first }) }
        }
    }

    /// In the order of the mirror's relations.
    package let relations: [Relation]

    /// The relation with this name; empty if there is none.
    package subscript(name: String) -> Relation {
        relations.first { $0.name == name } ?? Relation(name: name, columns: [], rows: [])
    }

    var document: MillomJSON {
        .object([
            (
                "relations",
                .object(
                    relations.map { relation in
                        (
                            relation.name,
                            .list(
                                relation.rows.map { row in
                                    .object(zip(relation.columns, row).map { ($0, $1.json) })
                                })
                        )
                    })
            )
        ])
    }
}

extension TruthValue {
    var json: MillomJSON {
        switch self {
        case .null: .null
        case .integer(let number): .number(String(number))
        case .real(let number): .number("\(number)")
        case .text(let text): .text(text)
        }
    }

    init(_ instant: MillomInstant?) { self = instant.map { .text($0.utc) } ?? .null }
}

/// Collects the rows of the truth.
struct MillomTruthBuilder {
    let `operator`: String
    /// Seconds since 1970.
    let now: Int

    private static let columns: KeyValuePairs<String, [String]> = [
        "millom_subscriber": [
            "subscriber", "key_type", "operator", "msisdn", "is_known", "error_cause", "tenure_days",
        ],
        "millom_account": [
            "subscriber", "account_type", "account_id", "account_status", "rate_plan_id", "birth_date",
            "expires_at",
            "data_balance", "data_balance_expires_at",
        ],
        "millom_money_balance": [
            "subscriber", "record", "balance_type", "occurrence", "amount", "currency", "expires_at",
        ],
        "millom_plan": ["subscriber", "plan_id", "occurrence", "expires_at", "applications"],
        "millom_plan_gauge": [
            "subscriber", "plan_id", "plan_occurrence", "unit", "occurrence", "quota", "remaining",
            "is_unlimited",
        ],
        "millom_state": ["subscriber", "subscriber_state"],
        "millom_offer": [
            "subscriber", "plan_id", "occurrence", "type", "cost", "currency", "fund_source", "offer_context",
        ],
        "millom_offer_quota": [
            "subscriber", "plan_id", "offer_occurrence", "unit", "occurrence", "quota", "is_unlimited",
        ],
        "millom_text": [
            "subscriber", "owner", "plan_id", "owner_occurrence", "field", "language", "occurrence", "text",
        ],
        "millom_purchase": [
            "transid", "subscriber", "plan_id", "state", "fund_source", "cost", "currency",
            "confirmation_code",
            "error_cause",
        ],
        "millom_notification": [
            "transaction_id", "subscriber", "key_type", "operator", "type", "plan_id", "plan_balance",
            "plan_quota",
            "plan_expires_at", "total_balance", "delta_balance", "currency",
        ],
    ]

    private var rows: [String: [[TruthValue]]] = [:]

    init(operator: String, now: Int) {
        self.operator = `operator`
        self.now = now
    }

    func truth() -> SandboxMillomTruth {
        SandboxMillomTruth(
            relations: Self.columns.map { name, columns in
                .init(
                    name: name, columns: columns,
                    rows: (rows[name] ?? []).sorted { $0.lexicographicallyPrecedes($1) })
            })
    }

    mutating func add(_ row: [TruthValue], to relation: String) { rows[relation, default: []].append(row) }

    /// Adds a subscriber that Millom does not know.
    mutating func addStranger(_ id: String, _ type: MillomKeyType) {
        add(
            [
                .text(id), .text(type.rawValue), .text(`operator`), type == .msisdn ? .text(id) : .null,
                .integer(0),
                .text(MillomCause.invalidNumber.rawValue), .null,
            ], to: "millom_subscriber")
    }

    mutating func add(_ person: MillomPerson, as type: MillomKeyType) {
        let id = TruthValue.text(person.id(type))
        var cause: MillomCause?
        if case .refused(let refusal) = person.standing { cause = refusal }
        // A service provider without permission learns nothing about the subscriber.
        let isKnown: TruthValue = cause == .notAllowed ? .null : .integer(cause == .invalidNumber ? 0 : 1)
        add(
            [
                id, .text(type.rawValue), .text(`operator`), type == .msisdn ? id : .null,
                isKnown, TruthValue(cause?.rawValue),
                cause == nil ? TruthValue(person.tenure(at: now)) : .null,
            ], to: "millom_subscriber")
        guard cause == nil else { return }
        addAccount(of: person, id)
        addMoney(of: person, id)
        addPlans(of: person, id)
        add([id, .text(person.state(at: now))], to: "millom_state")
        addOffers(of: person, id)
    }

    private mutating func addAccount(of person: MillomPerson, _ id: TruthValue) {
        let data = person.dataBalance(at: now)
        add(
            [
                id, .text(person.isPrepaid ? "PREPAID" : "POSTPAID"), TruthValue(person.accountID),
                .text(person.isActive ? "ACTIVE" : "INACTIVE"), TruthValue(person.ratePlanID),
                TruthValue(person.birthDate?.iso), TruthValue(person.accountExpiry),
                TruthValue(data?.amount.text), TruthValue(data?.expiry),
            ], to: "millom_account")
    }

    private mutating func addMoney(of person: MillomPerson, _ id: TruthValue) {
        let wallets = person.wallets.map { wallet in
            (
                identity: [id, .text("account_info"), .text(wallet.type)],
                content: [.text(wallet.amount.text), .text(person.currency), TruthValue(wallet.expiry)]
            )
        }
        for row in Occurrences.rows(wallets) { add(row, to: "millom_money_balance") }
        guard let main = person.wallets.first(where: { $0.type == "main" }) else { return }
        add(
            [
                id, .text("balance"), .text("monetary"), .integer(1), .text(main.amount.text), .null,
                TruthValue(main.expiry),
            ], to: "millom_money_balance")
    }

    private mutating func addPlans(of person: MillomPerson, _ id: TruthValue) {
        let plans = person.living(at: now).map { plan in
            (
                planID: plan.planID,
                content: [
                    TruthValue(plan.expiry),
                    TruthValue(
                        plan.applications.isEmpty ? nil : plan.applications.sorted().joined(separator: ", ")),
                ], plan: plan
            )
        }
        for (occurrence, plan) in Self.numbered(plans, id: \.planID, content: \.content) {
            let identity = [id, .text(plan.planID), TruthValue(occurrence)]
            add(identity + plan.content, to: "millom_plan")
            let gauges = plan.plan.gauges.map { gauge in
                (
                    identity: identity + [.text(gauge.unit.rawValue)],
                    content: [
                        gauge.quota.map(TruthValue.init) ?? .null,
                        gauge.quota == nil ? .null : gauge.remaining.map(TruthValue.init) ?? .null,
                        TruthValue(gauge.quota == nil ? 1 : 0),
                    ]
                )
            }
            for row in Occurrences.rows(gauges) { add(row, to: "millom_plan_gauge") }
            addTexts(plan.plan.names, plan.plan.descriptions, of: "plan", identity)
        }
    }

    private mutating func addOffers(of person: MillomPerson, _ id: TruthValue) {
        let offers = person.shownOffers.map { offer in
            (
                planID: offer.planID,
                content: [
                    .text(MillomCatalogue.products[offer.product].type), .text(offer.cost.text),
                    .text(person.currency), offer.saysFundSource ? .text(offer.fundSource) : .null,
                    TruthValue(offer.context),
                ], offer: offer
            )
        }
        for (occurrence, offer) in Self.numbered(offers, id: \.planID, content: \.content) {
            let identity = [id, .text(offer.planID), TruthValue(occurrence)]
            add(identity + offer.content, to: "millom_offer")
            let quotas = MillomCatalogue.products[offer.offer.product].quotas.map { quota in
                (
                    identity: identity + [.text(quota.unit.rawValue)],
                    content: [
                        quota.quota.map(TruthValue.init) ?? .null, TruthValue(quota.quota == nil ? 1 : 0),
                    ]
                )
            }
            for row in Occurrences.rows(quotas) { add(row, to: "millom_offer_quota") }
            addTexts(offer.offer.names, offer.offer.descriptions, of: "offer", identity)
        }
    }

    private mutating func addTexts(
        _ names: [MillomText], _ descriptions: [MillomText], of owner: String, _ identity: [TruthValue]
    ) {
        let texts = names.map { ("name", $0) } + descriptions.map { ("description", $0) }
        let rows = texts.map { field, text in
            (
                identity: [
                    identity[0], .text(owner), identity[1], identity[2], .text(field), .text(text.language),
                ],
                content: [TruthValue.text(text.text)]
            )
        }
        for row in Occurrences.rows(rows) { add(row, to: "millom_text") }
    }

    /// Numbers the items of each plan from 1, in the order of their content.
    private static func numbered<Item>(
        _ items: [Item], id: KeyPath<Item, String>, content: KeyPath<Item, [TruthValue]>
    ) -> [(Int, Item)] {
        let sorted = items.sorted {
            if $0[keyPath: id] != $1[keyPath: id] { return $0[keyPath: id] < $1[keyPath: id] }
            return $0[keyPath: content].lexicographicallyPrecedes($1[keyPath: content])
        }
        var counts: [String: Int] = [:]
        return sorted.map { item in
            counts[item[keyPath: id], default: 0] += 1
            return (counts[item[keyPath: id], default: 1], item)
        }
    }

    mutating func add(_ purchase: MillomPurchase) {
        add(
            [
                .text(purchase.transid), .text(purchase.subscriber), .text(purchase.planID),
                .text(purchase.state.rawValue), .text(purchase.fundSource), .text(purchase.cost.text),
                .text(purchase.currency),
                TruthValue(purchase.state == .completed ? purchase.confirmationCode : nil),
                TruthValue(purchase.errorType),
            ], to: "millom_purchase")
    }

    mutating func add(_ event: MillomEvent) {
        add(
            [
                .text(event.transactionID), .text(event.subscriber), .text(event.keyType.rawValue),
                .text(`operator`), .text(event.type), TruthValue(event.planID),
                event.planBalance.map(TruthValue.init) ?? .null,
                event.planQuota.map(TruthValue.init) ?? .null,
                TruthValue(event.planExpiry), TruthValue(event.totalBalance), TruthValue(event.deltaBalance),
                TruthValue(event.currency),
            ], to: "millom_notification")
    }
}
