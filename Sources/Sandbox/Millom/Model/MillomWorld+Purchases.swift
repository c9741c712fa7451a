extension MillomWorld {
    private enum Seeds {
        static let queued: UInt64 = 0x51
        static let failed: UInt64 = 0xFA
    }

    /// Whether something with this probability happens to a transaction; the seed always decides the same
    /// way.
    private func befalls(_ transid: String, _ probability: Double, _ salt: UInt64) -> Bool {
        SeededGenerator.unit(of: SeededGenerator.mix(seed ^ salt, MillomHash.of(transid))) < probability
    }

    /// Carries out a purchase, or returns its outcome if the transaction is known.
    ///
    /// `now`: seconds since 1970; `elapsed`: the time for timers.
    mutating func buy(_ order: MillomOrder, now: Int, elapsed: Duration) throws(MillomRefusal)
        -> MillomPurchase
    {
        if let known = transactions[order.transid] { return try remembered(known, order) }
        guard let index = person(order.keyType, order.subscriber) else { throw MillomRefusal(.invalidNumber) }
        if case .refused(let cause) = people[index].standing { throw MillomRefusal(cause) }
        do throws(MillomRefusal) {
            let purchase = try execute(order, by: index, now: now, elapsed: elapsed)
            transactions[order.transid] = .executed(purchases.count)
            purchases.append(purchase)
            return purchase
        } catch {
            // A malformed request is not a transaction; every other request gets the same answer for ever.
            if error.cause != .badRequest { transactions[order.transid] = .refused(error.cause) }
            throw error
        }
    }

    private func remembered(_ known: Remembered, _ order: MillomOrder) throws(MillomRefusal) -> MillomPurchase
    {
        switch known {
        case .refused(let cause): throw MillomRefusal(cause)
        case .executed(let number):
            let purchase = purchases[number]
            guard purchase.planID == order.planID, purchase.fundSource == order.fundSource,
                person(order.keyType, order.subscriber) == purchase.person
            else { throw MillomRefusal(.conflict, "The transaction id belongs to another purchase") }
            return purchase
        }
    }

    private mutating func execute(
        _ order: MillomOrder, by index: Int, now: Int, elapsed: Duration
    ) throws(MillomRefusal) -> MillomPurchase {
        let person = people[index]
        let wantsLoan = order.fundSource == "LOAN"
        let named = person.offers.filter { $0.planID == order.planID }
        guard !named.isEmpty else { throw MillomRefusal(.notAllowed, "No such offer") }
        guard let offer = named.first(where: { $0.isLoan == wantsLoan }) else {
            throw MillomRefusal(.notAllowed, "The offer has another fund source")
        }
        guard offer.context.map({ Array($0.utf8) }) == order.context.map({ Array($0.utf8) }) || order.isByLink
        else { throw MillomRefusal(.badRequest, "offercontext is not that of the offer") }
        if let last = person.boughtAt[offer.planID], elapsed - last < options.repurchasePause {
            throw MillomRefusal(.conflict, "The same plan was bought a moment ago")
        }
        let isOpen = purchases.contains {
            $0.person == index && $0.planID == offer.planID && $0.state == .processing
        }
        if isOpen { throw MillomRefusal(.conflict, "A purchase of this plan is being processed") }
        guard person.canAfford(offer) else { throw MillomRefusal(.insufficientFunds) }
        var purchase = MillomPurchase(
            transid: order.transid, subscriber: order.subscriber, keyType: order.keyType, person: index,
            planID: offer.planID, product: offer.product, fundSource: order.fundSource, cost: offer.cost,
            currency: person.currency, isByLink: order.isByLink, at: now,
            willFail: befalls(order.transid, options.failedShare, Seeds.failed),
            confirmationCode: "\(options.operator)-\(String(MillomHash.of(order.transid), radix: 36))")
        people[index].boughtAt[offer.planID] = elapsed
        take(purchase)
        if befalls(order.transid, options.queuedShare, Seeds.queued) {
            errands.append(activation(of: purchase))
        } else {
            end(&purchase, errorType: purchase.willFail ? "FAILURE_IN_BU" : nil, now: now)
            // A purchase by link comes from an end user's device: the service provider has had no answer.
            if purchase.isByLink { callBack(purchase) }
        }
        return purchase
    }

    private mutating func take(_ purchase: MillomPurchase) {
        if purchase.fundSource == "LOAN" {
            people[purchase.person].owe(purchase.cost)
        } else {
            people[purchase.person].main = people[purchase.person].main - purchase.cost
        }
    }

    private mutating func giveBack(_ purchase: MillomPurchase) {
        let none = MillomMoney(0, scale: 0)
        if purchase.fundSource == "LOAN" {
            people[purchase.person].owe(none - purchase.cost)
        } else {
            people[purchase.person].main = people[purchase.person].main + purchase.cost
        }
        people[purchase.person].boughtAt[purchase.planID] = nil
    }

    /// Ends a purchase: the plan becomes active, or the money is returned.
    private mutating func end(_ purchase: inout MillomPurchase, errorType: String?, now: Int) {
        if let errorType {
            purchase.state = .failed
            purchase.errorType = errorType
            giveBack(purchase)
        } else {
            purchase.state = .completed
            let maker = MillomSubscriberFactory(seed: seed, unknownShare: 0, now: now)
            let days = MillomCatalogue.products[purchase.product].days ?? 365
            maker.addPlan(
                of: purchase.product, remaining: nil, days: days, to: &people[purchase.person], by: &choices)
        }
    }

    /// The result of a callback about a transaction.
    enum Settled: Sendable {
        case done
        case unknown
        case alreadyOver
    }

    /// Takes in the operator's result of a purchase; `errorType` nil: it is completed.
    mutating func settle(_ transid: String, errorType: String?, isDryRun: Bool, now: Int) -> Settled {
        guard case .executed(let number) = transactions[transid] else { return .unknown }
        if isDryRun {
            callBack(purchases[number], isDryRun: true)
            return .done
        }
        guard purchases[number].state == .processing else { return .alreadyOver }
        var purchase = purchases[number]
        end(&purchase, errorType: errorType, now: now)
        purchases[number] = purchase
        callBack(purchase)
        return .done
    }

    /// Source: rich-notification-api.yaml, "Purchase callback".
    private mutating func callBack(_ purchase: MillomPurchase, isDryRun: Bool = false) {
        let message =
            purchase.errorType.map { "Failed: \($0)" } ?? "Activated, \(purchase.confirmationCode ?? "")"
        push(
            "callback", purchase.transid, to: options.push?.callbackPath,
            .members([
                "transactionId": .text(purchase.transid), "message": .text(message),
                "appId": .text(options.serviceProvider), "errorType": purchase.errorType.map(MillomJSON.text),
                "errorCode": purchase.errorType.map { _ in .text("400.70.2") },
                "dryRun": isDryRun ? .flag(true) : nil,
            ]))
    }

    /// Millom's request to the operator's backend.
    ///
    /// Source: millom-backend-integration.yaml, `/activate`.
    private func activation(of purchase: MillomPurchase) -> MillomOutgoingRequest {
        let msisdn = people[purchase.person].msisdn
        let body = MillomJSON.members([
            "channelId": .text("App"), "serviceProviderId": .text(options.serviceProvider),
            "offerId": .text(purchase.planID), "transId": .text(purchase.transid),
            "callbackUrl": .text("/callback/v1/\(options.operator)/"),
        ])
        return MillomOutgoingRequest(
            destination: .sandbox, path: "/backend/v1/activate/\(msisdn)?customerIdType=MSISDN",
            body: body.bytes)
    }

    /// Schedules the operator's report that it has finished, in one of its two ways.
    mutating func scheduleCompletion(of transid: String) {
        guard let delay = options.completionDelay, case .executed(let number) = transactions[transid] else {
            return
        }
        let purchase = purchases[number]
        let errorType = purchase.willFail ? "FAILURE_IN_BU" : nil
        let id = MillomPath.encoded(purchase.subscriber)
        if MillomHash.of(transid).isMultiple(of: 2) {
            let body = MillomJSON.members([
                "transactionId": .text(transid), "appId": .text(options.serviceProvider),
                "message": .text(purchase.confirmationCode ?? ""),
                "errorType": errorType.map(MillomJSON.text),
            ])
            errands.append(
                .init(
                    destination: .sandbox,
                    path:
                        "/callback/v1/\(options.operator)/?idValue=\(id)&idType=\(purchase.keyType.rawValue)",
                    body: body.bytes, delay: delay))
        } else {
            let body = MillomJSON.members([
                "transId": .text(transid), "serviceProviderId": .text(options.serviceProvider),
                "offerId": .text(purchase.planID),
                "activationStatus": .members([
                    "status": .text(errorType == nil ? "OK" : "FAIL"),
                    "errorMessage": errorType.map { _ in
                        .members(["errorType": .text("INTERNAL_ERROR"), "message": .text("Not provisioned")])
                    },
                ]),
            ])
            errands.append(
                .init(
                    destination: .sandbox, path: "/backend/v1/activationCallback/\(options.operator)",
                    body: body.bytes, delay: delay))
        }
    }
}
