extension MillomWorld {
    /// The types that trigger a rich notification, because the end user may be out of data.
    private static let rich: Set<String> = [
        "low-data", "out-of-data", "pack-near-consumption", "pack-consumed",
    ]

    /// The answer to the operator.
    ///
    /// Source: millom-notify.yaml, its responses.
    enum Notified: Sendable {
        case accepted
        case noConsent
        case quotaExceeded
    }

    /// Accepts an event and has it pushed: the operator's `body`, and offers with links if data runs out.
    mutating func notify(
        _ event: MillomEvent, body: [UInt8], of index: Int, isOverride: Bool, links: MillomLinks, now: Int,
        elapsed: Duration
    ) -> Notified {
        guard people[index].consents.contains(event.type) else { return .noConsent }
        if let quota = options.notificationQuota, !isOverride {
            var limiter = notified[index] ?? RateLimiter(quota: quota, perSecond: nil)
            let verdict = limiter.admit(at: elapsed)
            notified[index] = limiter
            if verdict != .allowed { return .quotaExceeded }
        }
        if !events.contains(where: { $0.transactionID == event.transactionID }) { events.append(event) }
        let path = options.push.map { push in
            push.eventPath.replacing("{operator}", with: options.operator)
                + "?idValue=\(MillomPath.encoded(event.subscriber))&idType=\(event.keyType.rawValue)"
        }
        pushBytes("event", event.transactionID, to: path, body)
        if Self.rich.contains(event.type) {
            push(
                "notification", nil, to: options.push?.notificationPath,
                richOffers(of: index, links: links, now: now, saysCpid: true))
        }
        return .accepted
    }

    /// The content for an end user's device: offers with links to buy them, and links to ask again.
    ///
    /// Source: rich-notification-api.yaml, `RefreshableOffers`.
    mutating func richOffers(of index: Int, links: MillomLinks, now: Int, saysCpid: Bool) -> MillomJSON {
        let person = people[index]
        let documents = MillomDocuments(
            person: person, speller: speller.of(person), now: now, operator: options.operator, language: nil)
        let offers = person.shownOffers.map { offer in
            let parameters = [
                ("planId", offer.planID), ("transactionId", makeID()), ("fundSource", offer.fundSource),
            ]
            let link = links.link(
                to: person.cpid, "purchasePlan", uuid: makeID(), now: now, parameters: parameters)
            return documents.offer(offer, link: link)
        }
        let uuid = makeID()
        func link(_ call: String?) -> MillomJSON {
            .text(links.link(to: person.cpid, call, uuid: uuid, now: now))
        }
        return .members([
            "cpid": saysCpid ? .text(person.cpid) : nil, "offers": .list(offers), "refresh": link("offers"),
            "ping": link("ping"), "shop": link(nil),
        ])
    }

    /// An event of this type with the operator's current data of the subscriber; `delta`: the amount just
    /// paid or spent.
    func event(
        _ type: String, of index: Int, as keyType: MillomKeyType, transactionID: String, delta: MillomMoney?,
        now: Int
    ) -> MillomEvent {
        let person = people[index]
        var event = MillomEvent(
            transactionID: transactionID, subscriber: person.id(keyType), keyType: keyType, type: type)
        event.isPrepaid = person.isPrepaid
        if type.hasPrefix("pack") || type.hasSuffix("data"), let plan = person.plans.first {
            event.planID = plan.planID
            event.planName = plan.names
            event.planExpiry = plan.expiry
            let bytes = plan.gauges.first { $0.unit == .bytes && $0.quota != nil }
            event.planBalance = bytes?.remaining
            event.planQuota = bytes?.quota
        }
        if type.hasPrefix("monetary") || type.hasPrefix("low-monetary") || type == "pay-as-you-go" {
            event.totalBalance = person.main.text
            event.deltaBalance = (delta ?? MillomMoney(0, scale: person.scale)).text
            event.currency = person.currency
        }
        return event
    }
}
